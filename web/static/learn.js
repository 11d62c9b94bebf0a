// Self-study: how far one is stays in this browser; emergency steps move with buttons. Pages work without this file.
"use strict";

const STORE = "hazardkb-learn";

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE));
    return found && typeof found === "object" ? found : {};
  } catch { return {}; }
}

function keep(all) {
  try { localStorage.setItem(STORE, JSON.stringify(all)); } catch { /* a browser that keeps nothing */ }
}

// A lesson notes where it is; an answer in the address is part of that.
document.querySelectorAll("[data-progress]").forEach(({ dataset }) => {
  const url = location.pathname + location.search;
  keep({ ...kept(), [dataset.post]: { url, step: Number(dataset.step), total: Number(dataset.total), edition: dataset.edition } });
});
document.querySelectorAll("[data-finished]").forEach(({ dataset }) => {
  const all = kept();
  keep({ ...all, [dataset.post]: { ...all[dataset.post], done: true } });
});

// The course's first page offers to go on; another edition may have other screens, so its place is dropped.
document.querySelectorAll("[data-resume]").forEach((box) => {
  const all = kept();
  const found = all[box.dataset.post];
  const usable = found && found.edition === box.dataset.edition && typeof found.url === "string" && found.url.startsWith("/learn/");
  if (!usable) return;
  box.querySelector("span").textContent = found.done ? "上次已学完。" : `上次学到第 ${found.step} 屏，共 ${found.total} 屏。`;
  box.querySelector("a").href = found.url;
  box.querySelector("button").addEventListener("click", () => {
    delete all[box.dataset.post];
    keep(all);
    box.hidden = true;
  });
  box.hidden = false;
});

// The list of posts shows how far each is.
const all = kept();
document.querySelectorAll("a[data-post]").forEach((link) => {
  const found = all[link.dataset.post];
  if (!found) return;
  const note = document.createElement("small");
  note.className = "progress-note";
  note.textContent = found.done ? "学完" : `学到 ${found.step}/${found.total}`;
  link.append(" ", note);
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Steps move up and down; the hidden selects carry their places to the server.
function ordering(form) {
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  const number = () => [...list.children].forEach((step, index) => {
    step.querySelector("select").value = String(index + 1);
    step.querySelector(".up").disabled = index === 0;
    step.querySelector(".down").disabled = index === list.children.length - 1;
  });
  const move = (step, down) => {
    if (down) step.nextElementSibling.after(step);
    else step.previousElementSibling.before(step);
    number();
    const place = [...list.children].indexOf(step) + 1;
    status.textContent = `“${step.querySelector("span").textContent}”现在是第 ${place} 步`;
    const wanted = step.querySelector(down ? ".down" : ".up");
    (wanted.disabled ? step.querySelector(down ? ".up" : ".down") : wanted).focus();
  };
  const button = (step, name, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `button ${name}`;
    made.textContent = text;
    made.setAttribute("aria-label", `${text}：${step.querySelector("span").textContent}`);
    made.addEventListener("click", () => move(step, name === "down"));
    return made;
  };
  // The server reads the places in the order the steps were dealt, so each select stays where it was in the form.
  const dealt = [...list.children];
  dealt.forEach((step) => {
    step.querySelector("select").hidden = true;
    const moves = document.createElement("span");
    moves.className = "moves";
    moves.append(button(step, "up", "↑ 上移"), button(step, "down", "↓ 下移"));
    step.append(moves);
  });
  number();
  form.addEventListener("formdata", (event) => {
    event.formData.delete("place");
    dealt.forEach((step) => event.formData.append("place", step.querySelector("select").value));
  });
}

document.querySelectorAll("form[data-order]").forEach(ordering);
