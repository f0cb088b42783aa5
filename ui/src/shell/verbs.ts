import { app, waiting } from "../lib/app.svelte";
import { count } from "../lib/format";
import { t } from "../lib/i18n/index.svelte";

/** Something that the palette can do or go to. */
export interface Verb { id: string; part: "verbs" | "go" | "client-files"; text: string; detail: string; keys: string; run: () => void }

/** What can be done from here, in the user's words. */
export function verbs(): Verb[] {
  const file = app.clientFile;
  const list: Verb[] = [];
  const verb = (id: string, text: string, run: () => void, keys = "", detail = "") =>
    list.push({ id, part: "verbs", text, detail, keys, run });
  const place = (id: string, text: string, run: () => void, keys = "") =>
    list.push({ id, part: "go", text, detail: file?.name ?? "", keys, run });
  if (file !== null) {
    const ready = file.purchases.ready + file.sales.ready;
    verb("publish", t("publish-ready", { n: ready }), () => (app.publication = { clientFile: file.id, documents: [] }), "Shift+P", t("verb-publish-detail"));
    verb("add", t("add-papers"), () => (app.overlay = "add"), "Ctrl+O");
    verb("card", t("verb-card"), () => app.go({ name: "client-file", id: file.id }), "", file.name);
    verb("fec", t("verb-fec"), () => app.go({ name: "client-file", id: file.id }), "", file.name);
    verb("folders", t("verb-folders"), () => app.go({ name: "client-file", id: file.id }), "", file.name);
  }
  verb("undo", t("verb-undo"), () => void app.undo(), "u");
  verb("new", t("client-file-new"), () => app.go({ name: "client-file", id: null }));
  verb("keys", t("keys-all"), () => (app.overlay = "keys"), "?");
  verb("light", t("verb-light"), () => app.setTheme("light"));
  verb("dark", t("verb-dark"), () => app.setTheme("dark"));
  if (file !== null) {
    place("purchases", t("flow.purchases"), () => app.openFlow("purchases"), "g a");
    place("sales", t("flow.sales"), () => app.openFlow("sales"), "g v");
    place("suppliers", t("suppliers"), () => app.go({ name: "third-parties", kind: "supplier" }));
    place("customers", t("customers"), () => app.go({ name: "third-parties", kind: "customer" }));
    place("rules", t("rules"), () => app.go({ name: "rules" }));
    place("waiting-tax", t("waiting-tax"), () => app.go({ name: "waiting-tax" }));
    place("ledger", t("history"), () => app.go({ name: "ledger" }));
    place("chart", t("chart"), () => app.go({ name: "chart" }));
    place("vat-accounts", t("chart-vat"), () => app.go({ name: "chart", part: "vat" }));
    place("payment-methods", t("payment-methods"), () => app.go({ name: "chart", part: "payment" }));
  }
  place("settings", t("settings"), () => app.go({ name: "settings" }));
  for (const other of app.clientFiles) {
    const detail = waiting(other) > 0 ? t("verb-waiting", { n: waiting(other) }) : count(0);
    list.push({ id: other.id, part: "client-files", text: other.name, detail: `${other.code}, ${detail}`, keys: "", run: () => app.openClientFile(other.id) });
  }
  return list;
}
