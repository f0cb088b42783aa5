import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/inbox.css";
import "./styles/review.css";
import "./styles/split.css";
import "./styles/forms.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { app, showTheme } from "./lib/app.svelte";
import { language } from "./lib/i18n/index.svelte";
import { connect } from "./lib/ipc";
import { press } from "./lib/keys.svelte";

async function start(): Promise<void> {
  if (import.meta.env.MODE === "mock") connect((await import("./lib/mock/mock")).mockDesk());
  else connect((await import("./lib/tauri")).tauriDesk);
  document.documentElement.lang = language();
  showTheme(app.theme);
  window.addEventListener("keydown", press);
  const target = document.getElementById("app");
  if (target !== null) mount(App, { target });
}

void start();
