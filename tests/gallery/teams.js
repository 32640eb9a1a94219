// Draws window.MESSAGES ({at, card}) as Teams shows them, in the look of window.LOOK; leaves complaints in window.WRONG.
const SAID = {
  light: { fg: "#242424", quiet: "#616161", ground: "#ffffff", emphasis: "#f5f5f5", accent: "#5b5fc7", good: "#237b4b", warning: "#835c00", bad: "#c4314b", line: "#d1d1d1" },
  dark: { fg: "#ffffff", quiet: "#adadad", ground: "#292929", emphasis: "#333333", accent: "#9299f7", good: "#92c353", warning: "#f8d22a", bad: "#f9526b", line: "#525252" },
}[window.LOOK];
const shade = (normal, quiet = normal) => ({ default: normal, subtle: quiet });
const colours = {
  default: shade(SAID.fg, SAID.quiet), dark: shade(SAID.fg, SAID.quiet), light: shade(SAID.quiet), accent: shade(SAID.accent),
  good: shade(SAID.good), warning: shade(SAID.warning), attention: shade(SAID.bad),
};
const style = (background) => ({ backgroundColor: background, foregroundColors: colours });
const sizes = (...five) => Object.fromEntries(["small", "default", "medium", "large", "extraLarge"].map((name, at) => [name, five[at]]));
const config = new AdaptiveCards.HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: "'Open Sans', sans-serif", fontSizes: sizes(12, 14, 16, 18, 20), fontWeights: { lighter: 300, default: 400, bolder: 600 } },
    monospace: { fontFamily: "'Liberation Mono', monospace", fontSizes: sizes(12, 13, 14, 16, 18), fontWeights: { lighter: 300, default: 400, bolder: 700 } },
  },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: SAID.line },
  containerStyles: {
    default: style(SAID.ground), emphasis: style(SAID.emphasis), accent: style(SAID.emphasis),
    good: style(window.LOOK === "dark" ? "#1a2e22" : "#e7f2da"), warning: style(window.LOOK === "dark" ? "#33290a" : "#fbf6d9"),
    attention: style(window.LOOK === "dark" ? "#3a1d22" : "#fcf4f6"),
  },
  actions: { maxActions: 6, spacing: "default", buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left", showCard: { actionMode: "inline" } },
  factSet: { title: { weight: "bolder", maxWidth: 150, wrap: true }, value: { wrap: true }, spacing: 12 },
  table: { cellSpacing: 6 },
});
const markdown = window.markdownit({ html: false });
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

function draw({ at, card }) {
  const article = document.createElement("article");
  const head = document.createElement("p");
  head.innerHTML = `<b>Resync</b> ${at}`;
  const heard = new AdaptiveCards.SerializationContext();
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = config;
  drawn.parse(card, heard);
  // The renderer refuses every second card's `lang`, which is sound: its pattern keeps where it last stood.
  const told = Array.from({ length: heard.eventCount }, (_, n) => heard.getEventAt(n).message);
  window.WRONG.push(...told.filter((each) => !each.includes('property "lang"')));
  const frame = document.createElement("div");
  frame.className = card.msteams?.width === "Full" ? "card full" : "card";
  frame.append(drawn.render());
  article.append(head, frame);
  return article;
}

window.WRONG = [];
document.body.append(...window.MESSAGES.map(draw));
