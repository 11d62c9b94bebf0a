// Enhancements only: every page works without this file.
"use strict";

// Filters lie open where there is room for them.
const wide = window.matchMedia("(min-width: 60rem)");
const unfold = () => document.querySelectorAll("[data-wide-open]").forEach((box) => { box.open = wide.matches; });
wide.addEventListener("change", unfold);
unfold();

// Completions under a search box. Nothing is asked while an input method is composing: 煤气 typed as pinyin is one
// request, not five.
const PAUSE = 120; // milliseconds of quiet before asking

function completing(form) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  let timer = 0;
  let asked = null;
  let chosen = -1;

  list.className = "suggestions";
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可能要找的");
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const take = (text) => { input.value = text; close(); form.requestSubmit(); };

  const option = (item, index) => {
    const line = document.createElement("li");
    const kind = document.createElement("small");
    line.id = `suggestion-${index}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.append(item.text, kind);
    kind.textContent = item.kind;
    line.addEventListener("pointerdown", (event) => { event.preventDefault(); take(item.text); });
    return line;
  };

  const show = (items) => {
    list.replaceChildren(...items.map(option));
    chosen = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
  };

  const ask = async () => {
    const words = input.value.trim();
    if (asked) asked.abort();
    if (!words) { close(); return; }
    asked = new AbortController();
    try {
      const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const later = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };

  const move = (step) => {
    const lines = [...list.children];
    if (list.hidden || lines.length === 0) return false;
    chosen = (chosen + step + lines.length) % lines.length;
    lines.forEach((line, index) => line.setAttribute("aria-selected", String(index === chosen)));
    input.setAttribute("aria-activedescendant", lines[chosen].id);
    return true;
  };

  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionend", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    if (event.key === "ArrowUp" && move(-1)) event.preventDefault();
    if (event.key === "Escape") close();
    if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen].firstChild.textContent);
    }
  });
}

// How far a file has been sent. Without scripts the browser sends the form itself.
function sending(form) {
  const bar = form.querySelector("progress");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const files = [...form.querySelector("input[type=file]").files];
    const most = Number(form.dataset.mostMb);
    const large = files.find((file) => file.size > most * 1024 * 1024);
    if (large) { window.alert(`“${large.name}”超过 ${most} MB，没有上传；请拆成几份再传。`); return; }
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      bar.hidden = false;
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) { window.location.assign(request.responseURL); return; }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      document.getElementById("content").replaceChildren(...answer.querySelectorAll("#content > *"));
    });
    request.addEventListener("error", () => { bar.hidden = true; form.submit(); });
    request.send(new FormData(form));
  });
}

document.querySelectorAll("form[data-upload]").forEach(sending);
document.querySelectorAll("form[data-search]").forEach(completing);
