// The line to the bot: reconnects by itself, and sends again what has had no answer.

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15000;

export class Line {
  #socket = null;
  #waits = 0;
  #timer = 0;
  #welcome = false;
  #unanswered = new Map();

  constructor(onFrame, onState) {
    this.onFrame = onFrame;
    this.onState = onState;
    window.addEventListener("online", () => this.open());
    this.open();
  }

  /** Keeps the frame until its answer came; the server answers an id once, however often it is sent. */
  send(frame) {
    const id = newId();
    const data = JSON.stringify({ ...frame, id, ...whereabouts() });
    this.#unanswered.set(id, data);
    this.#post(data);
    return id;
  }

  open() {
    clearTimeout(this.#timer);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    this.onState("connecting");
    this.#welcome = false;
    const address = new URL("ws", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => this.#opened());
    socket.addEventListener("message", (event) => this.#heard(JSON.parse(event.data)));
    socket.addEventListener("close", () => this.#closed(socket));
    this.#socket = socket;
  }

  #opened() {
    this.#waits = 0;
    this.#welcome = true;
    this.onState("connected");
    for (const data of this.#unanswered.values()) this.#post(data);
  }

  #closed(socket) {
    if (socket !== this.#socket) return;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#waits) * (0.75 + Math.random() / 2);
    this.#waits += 1;
    if (!this.#welcome) toSignIn();
    this.onState(navigator.onLine ? "reconnecting" : "offline");
    this.#timer = setTimeout(() => this.open(), wait);
  }

  #heard(frame) {
    const answers = frame.type === "reply" || frame.type === "error";
    if (answers && frame.id && !this.#unanswered.delete(frame.id)) return;
    this.onFrame(frame);
  }

  #post(data) {
    if (this.#socket && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data);
  }
}

/** A socket that is refused cannot say why; signed out is the one reason that the reader can mend. */
async function toSignIn() {
  const answer = await fetch("api/me").catch(() => null);
  if (answer?.status === 401) location.assign("login?next=/");
}

function whereabouts() {
  return { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC", locale: navigator.language || "" };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
