// Reads a danger aloud where the browser has a Chinese voice; elsewhere the buttons stay hidden.
"use strict";

const voices = () => (window.speechSynthesis ? window.speechSynthesis.getVoices() : []);
const chinese = () => {
  const spoken = voices().filter((voice) => /^(zh|cmn)\b/i.test(voice.lang.replace("_", "-")));
  return spoken.find((voice) => /^zh-CN/i.test(voice.lang.replace("_", "-"))) || spoken[0];
};

// What is read: headings, dangers and lines as they stand; sources in small type and buttons are not.
function words(article) {
  const copy = article.cloneNode(true);
  copy.querySelectorAll("[data-speaker], .nr, small, .no-print").forEach((part) => part.remove());
  return [...copy.querySelectorAll("h2, h3, p")]
    .map((part) => part.textContent.replace(/\s+/g, " ").trim().replace(/[。：；]?$/, "。"))
    .filter((text) => text.length > 1);
}

let speaking = null;

function silence() {
  window.speechSynthesis.cancel();
  if (speaking) {
    speaking.setAttribute("aria-pressed", "false");
    speaking.textContent = "🔊 念给我听";
  }
  speaking = null;
}

function read(button) {
  const again = speaking === button;
  silence();
  if (again) return;
  speaking = button;
  button.setAttribute("aria-pressed", "true");
  button.textContent = "■ 停";
  const parts = words(button.closest("article"));
  parts.forEach((text, index) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = "zh-CN";
    said.voice = chinese() || null;
    said.rate = 0.9;
    if (index === parts.length - 1) said.addEventListener("end", () => { if (speaking === button) silence(); });
    window.speechSynthesis.speak(said);
  });
}

function offer() {
  if (!chinese()) return;
  document.querySelectorAll("[data-speaker]").forEach((box) => { box.hidden = false; });
}

document.querySelectorAll("[data-speaker] button").forEach((button) => button.addEventListener("click", () => read(button)));
if (window.speechSynthesis) {
  window.speechSynthesis.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
  offer();
}
