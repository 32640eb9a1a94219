// The conversation on the page. The server sends each answer as escaped HTML; nothing else here is put in as markup.

import { Line } from "./socket.js";

const LONGEST_TEXT = 8000;
const WORDS = JSON.parse(document.body.dataset.words);

const at = (id) => document.getElementById(id);
const log = at("log");
const words = at("words");
const scroller = at("scroller");
const said = [];
const asked = new Map(); // id of a frame -> what to do when its answer comes
const cards = new Map(); // id of a message that came unasked -> its entry, and the html it was last sent with
let recalled = 0;

const line = new Line(heard, showState);

// --- asking

function say(text) {
  const trimmed = text.trim();
  if (!trimmed) return false;
  if (trimmed.length > LONGEST_TEXT) {
    const [length, limit] = [trimmed.length, LONGEST_TEXT].map((n) => n.toLocaleString());
    notice(WORDS.too_long.replace("{length}", length).replace("{limit}", limit));
    return false;
  }
  notice("");
  at("welcome").hidden = true;
  remember(trimmed);
  add(own(trimmed));
  const id = line.send({ type: "say", text: trimmed });
  asked.set(id, { waiting: add(waiting()) });
  return true;
}

function press(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  notice("");
  button.setAttribute("aria-busy", "true");
  const entry = button.closest(".entry");
  const id = line.send({ type: "press", payload: button.dataset.payload, of: entry.dataset.id });
  asked.set(id, { button, entry });
}

/** A form in an answer: what was typed stays there until its answer takes its place. */
function fillIn(form, button) {
  if (form.querySelector("[aria-busy=true]")) return;
  notice("");
  button.setAttribute("aria-busy", "true");
  const entry = form.closest(".entry");
  const values = Object.fromEntries(new FormData(form));
  const id = line.send({ type: "form", form: button.dataset.payload, values, of: entry.dataset.id });
  asked.set(id, { button, entry });
}

function remember(text) {
  if (said.at(-1) !== text) said.push(text);
  recalled = said.length;
}

function recall(step) {
  const next = Math.min(Math.max(recalled + step, 0), said.length);
  if (next === recalled) return;
  recalled = next;
  words.value = said[next] ?? "";
  words.setSelectionRange(words.value.length, words.value.length);
  fit();
}

// --- hearing

function heard(frame) {
  if (frame.type === "status") return notice(frame.text);
  if (frame.type === "card") return card(frame);
  const question = asked.get(frame.id) ?? {};
  asked.delete(frame.id);
  notice("");
  question.button?.removeAttribute("aria-busy");
  if (frame.type === "error") return settle(question, failure(frame));
  const entry = answer(frame);
  if (frame.replaces && question.entry?.isConnected) return replace(question.entry, entry);
  if (question.button) add(own(question.button.getAttribute("aria-label") || question.button.textContent, "pressed"));
  settle(question, entry);
}

/** A message that came unasked; sent again after a lost line it changes nothing, so that no form is emptied. */
function card(frame) {
  const known = cards.get(frame.id);
  if (known?.html === frame.html) return;
  const entry = answer(frame);
  at("welcome").hidden = true;
  if (known) replace(known.entry, entry);
  else add(entry);
  cards.set(frame.id, { entry, html: frame.html });
}

/** The answer takes the place of the dots that waited for it. */
function settle(question, entry) {
  if (!question.waiting) return void add(entry);
  const low = atBottom();
  question.waiting.replaceWith(entry);
  toEnd(entry);
  show(entry, low);
}

/** In place, with the focus on the same button as before, or on the card where that button has gone. */
function replace(old, entry) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const place = focused ? buttonsOf(old).indexOf(focused) : -1;
  old.replaceWith(entry);
  const unasked = [...cards.values()].find((known) => known.entry === old);
  if (unasked) unasked.entry = entry;
  toEnd(entry);
  flash(entry);
  if (!focused) return;
  const same = buttonsOf(entry).find((button) => button.textContent === focused.textContent);
  const target = same ?? buttonsOf(entry)[place] ?? entry.querySelector(".card");
  target.focus({ preventScroll: true });
}

function buttonsOf(entry) {
  return [...entry.querySelectorAll("button[data-payload]")];
}

// --- drawing

function own(text, kind = "") {
  const entry = element("div", `entry own ${kind}`.trim());
  const bubble = element("p", "bubble");
  bubble.append(hidden(WORDS.you), text);
  entry.append(bubble, time());
  return entry;
}

function answer(frame) {
  const entry = element("div", "entry answer");
  const holder = document.createElement("template");
  holder.innerHTML = frame.html;
  entry.append(holder.content, time(frame.at));
  entry.querySelector(".card").tabIndex = -1;
  entry.dataset.id = frame.id;
  return entry;
}

function failure(frame) {
  const entry = element("div", "entry answer failed");
  const card = element("article", "card");
  const sentence = element("p", "tone-bad");
  const mark = element("span", "mark");
  mark.textContent = "✕ ";
  mark.ariaHidden = "true";
  sentence.append(mark, hidden(WORDS.not_done), frame.text);
  card.append(sentence);
  entry.append(card, time());
  return entry;
}

function waiting() {
  const entry = element("div", "entry answer waiting");
  const dots = element("span", "dots");
  dots.ariaHidden = "true";
  dots.append(element("i"), element("i"), element("i"));
  entry.append(dots, element("span", "", WORDS.working));
  return entry;
}

function element(name, kind = "", text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

function hidden(text) {
  return element("span", "hidden", text);
}

function time(at) {
  const now = at ? new Date(at) : new Date();
  const stamp = element("time", "", now.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  stamp.dateTime = now.toISOString();
  stamp.title = now.toLocaleString();
  return stamp;
}

function notice(text) {
  at("notice").textContent = text;
}

function showState(state) {
  const shown = at("state");
  shown.dataset.state = state;
  shown.textContent = WORDS[state];
}

// --- scrolling

function atBottom() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
}

function add(entry) {
  const low = atBottom() || entry.classList.contains("own");
  log.append(entry);
  toEnd(entry);
  show(entry, low);
  return entry;
}

/** A log is read from its end: there it says what went wrong. */
function toEnd(entry) {
  for (const lines of entry.querySelectorAll("pre")) lines.scrollTop = lines.scrollHeight;
}

/** Follows the talk for those at its end; a long answer is shown from its first line. */
function show(entry, low) {
  if (!low) return;
  const tall = entry.offsetHeight > scroller.clientHeight - 60;
  if (tall) entry.scrollIntoView({ block: "start" });
  else scroller.scrollTop = scroller.scrollHeight;
}

function flash(entry) {
  entry.classList.add("fresh");
  setTimeout(() => entry.classList.remove("fresh"), 900);
}

function fit() {
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 180)}px`;
}

// --- the reader's hands

function submit() {
  if (!say(words.value)) return;
  words.value = "";
  fit();
}

words.addEventListener("input", fit);
words.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && (words.value === "" || words.value === said[recalled])) {
    event.preventDefault();
    recall(-1);
  } else if (event.key === "ArrowDown" && words.value !== "" && words.value === said[recalled]) {
    event.preventDefault();
    recall(1);
  }
});

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  words.focus();
});

at("chips").addEventListener("click", (event) => {
  const chip = event.target.closest("button");
  if (chip && say(chip.textContent)) words.focus();
});

log.addEventListener("click", (event) => {
  const button = event.target.closest("button[type=button][data-payload]");
  if (button) press(button);
});

log.addEventListener("submit", (event) => {
  event.preventDefault();
  fillIn(event.target, event.submitter ?? event.target.querySelector("button[data-payload]"));
});
