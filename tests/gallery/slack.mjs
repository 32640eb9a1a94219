// Reads [{name, messages: [{at, only, blocks}]}] and a look; writes {name: html} with one element a message.
import { readFileSync } from "node:fs";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const { pictures, look } = JSON.parse(readFileSync(0, "utf8"));
const LOGO = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="8" fill="#0b6e8a"/>'
  + '<path d="M10 19l6 6 11-13" fill="none" stroke="#fff" stroke-width="4"/></svg>');

// The renderer draws no numbers in tables and no *bold* in verbatim text, takes the middle of 22:00:00 for the
// name of an emoji, and asks for Enter where Slack does not.
const plainCell = (cell) => (cell.type === "raw_number" ? { type: "raw_text", text: cell.text ?? String(cell.value) } : cell);
const known = (block) => JSON.parse(JSON.stringify(block, (key, value) => {
  if (key === "verbatim") return undefined;
  return block.type === "table" && key === "rows" ? value.map((row) => row.map(plainCell)) : value;
}));
const hooks = { emoji: (found, otherwise) => (/^\d+$/.test(found.name) ? `:${found.name}:` : otherwise(found)) };
const ENTER = /<p[^>]*>↵ Please &#x27;enter&#x27; to submit<\/p>/g;

function one({ at, only, blocks }) {
  const [hour, minute] = at.split(":").map(Number);
  const drawn = blocks.map((block) => {
    const html = renderToStaticMarkup(h(Message, { blocks: [known(block)], logo: LOGO, name: "Resync", theme: look, hooks, withoutWrapper: true }));
    if (!/<(section|div|p|span|table|button|h\d|pre)[^>]*>[^<]/.test(html)) throw new Error(`not drawn: ${block.type}`);
  });
  const message = h(Message, {
    blocks: blocks.map(known), logo: LOGO, name: "Resync", theme: look, hooks, time: new Date(2026, 2, 5, hour, minute),
  });
  const note = only ? '<p class="only">Only visible to you</p>' : "";
  return `<article data-blocks="${drawn.length}">${note}${renderToStaticMarkup(message).replace(ENTER, "")}</article>`;
}

const made = Object.fromEntries(pictures.map(({ name, messages }) => [name, messages.map(one).join("")]));
process.stdout.write(JSON.stringify(made));
