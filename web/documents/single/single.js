// Search and quiz of a post's pack. Asks nobody and keeps nothing; without it the cards can be read and printed.
"use strict";

const pack = JSON.parse(document.getElementById("pack").textContent);
const bare = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\p{P}\p{S}]/gu, "");
const pairs = (text) => (text.length < 2 ? [text] : Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));

// Search: the words as typed, else most of their pairs of characters; a place weighs more than a measure.
const WEIGHTS = [8, 5, 5, 3];
const ENOUGH = 0.6; // share of the pairs that must be there
const blocks = pack.found.map(([id, fields]) => {
  const block = document.getElementById(id);
  const home = document.createComment(""); // where the block goes back to
  block.before(home);
  return { block, home, fields: fields.map((texts) => texts.map(bare).join("\n")) };
});

function score(fields, words) {
  const whole = fields.reduce((best, text, i) => (text.includes(words) ? Math.max(best, 10 * WEIGHTS[i]) : best), 0);
  const wanted = pairs(words);
  const there = wanted.filter((pair) => fields.some((text) => text.includes(pair)));
  const share = there.length / wanted.length;
  if (!whole && share < ENOUGH) return 0;
  return whole + there.reduce((sum, pair) => sum + Math.max(...fields.map((text, i) => (text.includes(pair) ? WEIGHTS[i] : 0))), 0) / wanted.length;
}

const form = document.getElementById("search");
const input = document.getElementById("words");
const count = document.getElementById("count");
const results = document.getElementById("results");

// Whole blocks move up, best first: a measure is never seen without its entry's bans, conditions and warnings.
function find() {
  const words = bare(input.value);
  blocks.forEach(({ block, home }) => { block.hidden = false; home.after(block); });
  document.body.classList.toggle("searching", words !== "");
  count.textContent = "";
  if (!words) return;
  const ranked = blocks.map((item) => ({ ...item, points: score(item.fields, words) }));
  ranked.forEach((item) => { item.block.hidden = item.points === 0; });
  const hits = ranked.filter((item) => item.points > 0).sort((one, other) => other.points - one.points);
  results.append(...hits.map((item) => item.block));
  count.textContent = hits.length ? `找到 ${hits.length} 处` : "这个岗位里没有找到，换个说法，或按“全部”看所有危险。";
}

function everything() {
  input.value = "";
  find();
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("button").addEventListener("click", everything);
input.addEventListener("input", (event) => { if (!event.isComposing) find(); });
input.addEventListener("compositionend", find);
document.addEventListener("click", (event) => { if (event.target.closest('a[href^="#"]')) everything(); });
window.addEventListener("beforeprint", everything);

// Quiz: every question once, in a new order each time the file is opened; the first answer counts.
const place = document.getElementById("question");

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function shuffled(items) {
  const dealt = [...items];
  for (let last = dealt.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [dealt[last], dealt[other]] = [dealt[other], dealt[last]];
  }
  return dealt;
}

function quiz() {
  let number = 0;
  let right = 0;
  const dealt = shuffled(pack.questions);

  const next = (text, after) => {
    const button = element("button", text, "button main big");
    button.type = "button";
    button.addEventListener("click", after);
    return button;
  };

  const end = () => place.replaceChildren(
    element("p", `${dealt.length} 题，答对 ${right} 题。这不是合格证；答错的回去看卡片，看不懂的问师傅。`, "first"),
    next("从头来", quiz),
  );

  const answer = (asked, options, chosen) => {
    const good = chosen === asked.answer;
    right += good;
    options.forEach((option, index) => {
      option.disabled = true;
      if (index === asked.answer) { option.classList.add("good"); option.append(" ✓ 正确"); }
      else if (index === chosen) { option.classList.add("bad"); option.append(" ✗ 你选的"); }
    });
    const card = element("a", "看这一条", "button");
    card.href = `#${asked.at}`;
    const go = next(number === dealt.length ? "看结果" : "下一题", number === dealt.length ? end : ask);
    const actions = element("p", "", "actions");
    actions.append(card, go);
    place.append(element("p", good ? "✓ 答对了" : "✗ 不对", `verdict ${good ? "good" : "bad"}`), actions);
    go.focus();
  };

  function ask() {
    const asked = dealt[number];
    number += 1;
    const list = element("div", "", "choose");
    const options = asked.options.map((text) => element("button", text));
    options.forEach((option, index) => {
      option.type = "button";
      option.addEventListener("click", () => answer(asked, options, index), { once: true });
    });
    list.append(...options);
    place.replaceChildren(element("p", `第 ${number} 题，共 ${dealt.length} 题　答对 ${right}`, "meta"), element("p", asked.text, "asked"), list);
  }

  ask();
}

if (pack.questions.length) place.replaceChildren(element("button", "开始答题", "button main big"));
place.querySelector("button")?.addEventListener("click", quiz, { once: true });
