/** The application's real window: what a bookkeeper can see, click and type, and a picture of the screen after each step. */
import { execFile, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { folder, freePort, OUT, PATIENCE_MS, program, until } from "./basics.mjs";
import { Session } from "./webdriver.mjs";

const run = promisify(execFile);
const LOG_LINES = 25;

export class Window {
  #session;
  #driver;
  #log;
  #name;
  #pictures = 0;

  /** Opens the application on a data folder of its own. Logs and pictures bear the `name`. */
  static async open(name, args, env = {}) {
    mkdirSync(OUT, { recursive: true });
    const window = new Window();
    window.#name = name;
    window.#log = join(OUT, `${name}.log`);
    const port = await freePort();
    // Its own settings too: the theme and the language that another test chose are not seen here.
    const home = folder("home");
    const own = { XDG_CONFIG_HOME: join(home, "config"), XDG_DATA_HOME: join(home, "data"), XDG_CACHE_HOME: join(home, "cache") };
    const log = openSync(window.#log, "w");
    // In a process group of its own, so that the application and its readers end with the driver.
    window.#driver = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...process.env, ...own, ...env, TAURI_WEBVIEW_AUTOMATION: "true" }, stdio: ["ignore", log, log], detached: true,
    });
    closeSync(log);
    const server = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver", async () => (await fetch(`${server}/status`)).ok);
    window.#session = await Session.start(server, program("liasse-desktop"), args);
    return window;
  }

  async close() {
    await this.#session?.end().catch(() => undefined);
    this.#session = undefined;
    try {
      process.kill(-this.#driver.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }

  /** Runs one step of the way, then takes a picture; a failure names the picture and ends with the log's last lines. */
  async step(name, work) {
    const began = Date.now();
    try {
      const result = await work();
      await this.picture(name);
      console.log(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${name}`);
      return result;
    } catch (error) {
      const picture = await this.picture(`FAILED ${name}`).catch(() => "none");
      error.message = `${name}: ${error.message}\n  picture ${picture}\n  log ${this.#log}:\n${tail(this.#log)}`;
      throw error;
    }
  }

  /** All that the application and its driver have said. */
  log() {
    return readFileSync(this.#log, "utf8");
  }

  /** A picture of the whole screen. WebDriver's own never comes back from this window. */
  async picture(name) {
    // What was just drawn needs a moment to reach the screen.
    await new Promise((resolve) => setTimeout(resolve, 250));
    this.#pictures += 1;
    const file = join(OUT, `${this.#name}-${String(this.#pictures).padStart(2, "0")}-${name.replaceAll(/\W+/g, "-")}.png`);
    await run("import", ["-window", "root", file]);
    return file;
  }

  #css(id) {
    return /^[\w-]+(:\w+)*$/.test(id) && id !== "main" ? `[data-testid="${id}"]` : id;
  }

  /** Waits for an element, by its `data-testid` or by a CSS selector, and returns its handle. */
  see(id, ms = PATIENCE_MS) {
    return until(id, async () => (await this.#session.find(this.#css(id)))[0], ms);
  }

  /** Waits until an element is gone. */
  gone(id, ms = PATIENCE_MS) {
    return until(`${id} to be gone`, async () => (await this.#session.find(this.#css(id))).length === 0, ms);
  }

  /** Waits until nothing is being read: no page is told, and the tab of what is at work counts none. */
  async allRead(ms) {
    await until("all papers read", async () => (await this.#session.run(() => document.querySelector("[data-testid=job]") === null
      && document.querySelector("[data-testid=tab-reading]")?.querySelector(".n") === null)), ms);
  }

  /** Clicks an element as soon as it is there and not disabled. */
  async click(id) {
    await this.see(`${this.#css(id)}:not([disabled])`);
    await until(`a click on ${id}`, async () => {
      const [element] = await this.#session.find(`${this.#css(id)}:not([disabled])`);
      if (element === undefined) return false;
      await this.#session.click(element);
      return true;
    });
  }

  /** Chooses one of a few radio buttons: what is clicked is the label, as the button itself is out of sight. */
  async choose(id) {
    await this.see(id);
    await this.#session.run((css) => document.querySelector(css).closest("label").click(), this.#css(id));
  }

  /** Types a text in place of what a field holds. */
  async fill(id, text) {
    await this.click(id);
    await this.#session.press("Ctrl+a");
    const [element] = await this.#session.find(this.#css(id));
    await this.#session.type(element, text);
  }

  press(chord) {
    return this.#session.press(chord);
  }

  /** Types wherever the focus is. */
  async keys(text) {
    for (const key of text) await this.#session.press(key);
  }

  /** The text of an element, or what a field holds. */
  async text(id) {
    await this.see(id);
    return this.#session.run((css) => {
      const element = document.querySelector(css);
      return "value" in element && element.tagName !== "BUTTON" ? element.value : element.innerText;
    }, this.#css(id));
  }

  /** The texts of all elements that are there now. */
  texts(id) {
    return this.#session.run((css) => [...document.querySelectorAll(css)].map((one) => one.innerText), this.#css(id));
  }

  /** An attribute of every element that is there now. */
  attributes(id, name) {
    return this.#session.run((css, wanted) => [...document.querySelectorAll(css)].map((one) => one.getAttribute(wanted)), this.#css(id), name);
  }

  run(script, ...args) {
    return this.#session.run(script, ...args);
  }

  /** Brings an element to the middle of what scrolls. */
  into(id) {
    return this.#session.run((css) => document.querySelector(css)?.scrollIntoView({ block: "center" }), this.#css(id));
  }

  /** Chooses `light` or `dark` among the commands. */
  async theme(name) {
    await this.press("Ctrl+k");
    await this.see("palette-query");
    await this.keys({ light: "clair", dark: "sombre" }[name]);
    await this.press("Enter");
    await until(`the theme ${name}`, async () => (await this.#session.run(() => document.documentElement.dataset.theme)) === name);
  }

  /** Calls a command of the desk as the screens do: for looking, where a screen does not show what is to be checked. */
  ask(command, args = {}) {
    return this.#session.await((name, given) => window.__TAURI_INTERNALS__.invoke(name, given), command, args);
  }

  /** Files dragged over the window and let go on one of the six places for them, as the window system tells it. */
  async drop(paths, flow, mode) {
    const tell = (event, payload) => this.ask("plugin:event|emit", { event, payload });
    await tell("tauri://drag-enter", { paths, position: { x: 700, y: 400 } });
    const place = `[data-drop-flow="${flow}"][data-drop-mode="${mode}"]`;
    await this.see(place);
    const position = await this.run((css) => {
      const { x, y, width, height } = document.querySelector(css).getBoundingClientRect();
      return { x: (x + width / 2) * devicePixelRatio, y: (y + height / 2) * devicePixelRatio };
    }, place);
    await tell("tauri://drag-over", { position });
    await this.see(`${place}.on`);
    await this.picture("files over the window");
    await tell("tauri://drag-drop", { paths, position });
  }
}

function tail(file) {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-LOG_LINES).join("\n");
}
