/**
 * The few commands of W3C WebDriver (https://www.w3.org/TR/webdriver2/) that the tests need, spoken to WebKitWebDriver.
 * Classic WebDriver only: WebKitWebDriver knows no other.
 */

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Code points of named keys, WebDriver §17.4.2. */
const KEYS = {
  Backspace: "\uE003", Tab: "\uE004", Enter: "\uE007", Shift: "\uE008", Ctrl: "\uE009", Alt: "\uE00A", Escape: "\uE00C",
  Space: " ", PageUp: "\uE00E", PageDown: "\uE00F", End: "\uE010", Home: "\uE011", ArrowLeft: "\uE012", ArrowUp: "\uE013",
  ArrowRight: "\uE014", ArrowDown: "\uE015", Delete: "\uE017", F2: "\uE032",
};

export class Session {
  #base;

  constructor(server, id) {
    this.#base = `${server}/session/${id}`;
  }

  /** Starts `binary` under automation. */
  static async start(server, binary, args) {
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const { sessionId } = await send("POST", `${server}/session`, { capabilities });
    return new Session(server, sessionId);
  }

  /** Ends the application too. */
  end() {
    return send("DELETE", this.#base);
  }

  /** Runs a function in the page and returns what it returns; the function sees nothing but its arguments. */
  run(script, ...args) {
    return send("POST", `${this.#base}/execute/sync`, { script: `return (${script})(...arguments)`, args });
  }

  /** The same for a function that returns a promise. A rejection comes back as an error. */
  async await(script, ...args) {
    const wrapped = `const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);
      (${script})(...given).then((value) => done({ value: value ?? null }), (error) => done({ error: JSON.stringify(error) }));`;
    const { value, error } = await send("POST", `${this.#base}/execute/async`, { script: wrapped, args });
    if (error !== undefined) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** Handles of the elements that a CSS selector finds now. */
  async find(css) {
    const found = await send("POST", `${this.#base}/elements`, { using: "css selector", value: css });
    return found.map((one) => one[ELEMENT]);
  }

  /** Scrolls an element into view and clicks on its middle. */
  click(element) {
    return send("POST", `${this.#base}/element/${element}/click`, {});
  }

  /** Types into an element, after what it holds already. */
  type(element, text) {
    return send("POST", `${this.#base}/element/${element}/value`, { text });
  }

  /** Presses one key or a chord such as `Ctrl+Enter`, wherever the focus is. */
  async press(chord) {
    const names = chord === "+" ? ["+"] : chord.split("+");
    const keys = names.map((name) => KEYS[name] ?? name);
    const actions = [
      ...keys.map((value) => ({ type: "keyDown", value })),
      ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    await send("POST", `${this.#base}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }
}

async function send(method, url, body) {
  const init = { method, signal: AbortSignal.timeout(60_000) };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "content-type": "application/json" };
  }
  const response = await fetch(url, init);
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver: ${value.error}: ${value.message} (${method} ${new URL(url).pathname})`);
  return value;
}
