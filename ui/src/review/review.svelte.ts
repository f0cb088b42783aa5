/** The document under review: what the desk says of it, what is focused, and the commands on it. */
import { tick } from "svelte";
import { app } from "../lib/app.svelte";
import { say, t } from "../lib/i18n/index.svelte";
import { desk } from "../lib/ipc";
import type { FieldView, Kind, Rect, ReviewView, VatLine, VatScheme } from "../lib/types";
import { keepOrder, painted, prefetch } from "./prefetch";

export interface Option { value: string; page: number | null; rect: Rect | null; current: boolean; label?: string }
export interface Mark { field: string; page: number; rect: Rect; look: "plain" | "asked" | "alternative"; digit: number | null }
/** How a value is written when it is taken from the page. */
export type Taking = "amount" | "date" | "text";

/** The kind of the document, as doubts and the form name it. */
export const KIND = "kind";
/** Stop of the form that stands for "nothing is left to decide". */
export const DONE = "done";
const MOST_OPTIONS = 5;

export class Review {
  view = $state.raw<ReviewView | null>(null);
  /** Name of the field that has the focus, as in {@link ReviewView.doubts}. */
  focused = $state<string | null>(null);
  busy = $state(false);
  /** The neighbours when the document was opened: settling its doubts moves it among those that are ready. */
  previous = $state<string | null>(null);
  next = $state<string | null>(null);
  private opening = "";
  private readonly inOrder = keepOrder();

  doubtful = $derived(new Set(this.view?.doubts.map((doubt) => doubt.field) ?? []));
  options = $derived(this.focused === null ? [] : this.optionsOf(this.focused));
  marks = $derived(this.marksOf());

  /** Shows a document; from the prefetched one at once, then as the desk has it now. */
  async open(document: string): Promise<void> {
    this.opening = document;
    const early = prefetch.take(document);
    this.next = early?.next ?? null;
    this.previous = early?.previous ?? null;
    if (early !== undefined) {
      await this.showFirst(early);
      // What is asked of the desk now must not keep the page from being drawn.
      await painted();
      if (this.opening !== document) return;
    }
    const view = await app.attempt(() => desk.review(document));
    if (this.opening !== document) return;
    if (view === undefined) return app.go({ name: "inbox" });
    if (early === undefined) await this.showFirst(view);
    else this.view = view;
    this.next = view.next;
    this.previous = view.previous;
    prefetch.look(this.next);
  }

  private async showFirst(view: ReviewView): Promise<void> {
    this.view = view;
    await tick();
    this.focus(this.firstDoubt());
  }

  /** The same document, after something else changed it. */
  async refresh(): Promise<void> {
    const id = this.view?.id;
    prefetch.forget();
    if (id === undefined || this.busy) return;
    const view = await desk.review(id).catch(() => undefined);
    if (view !== undefined && this.view?.id === id && !this.busy) {
      this.view = view;
      prefetch.look(this.next);
    }
  }

  field(name: string): FieldView | undefined {
    return name === KIND ? this.view?.kind : this.view?.fields.find((field) => field.name === name);
  }

  firstDoubt(): string {
    return this.view?.doubts[0]?.field ?? DONE;
  }

  /** The doubt after a field in the order of the form, or the first one left. */
  doubtAfter(field: string | null): string {
    const doubts = this.view?.doubts.map((doubt) => doubt.field) ?? [];
    const order = stops();
    const at = order.indexOf(stopName(field ?? ""));
    return doubts.find((name) => order.indexOf(stopName(name)) > at) ?? doubts.find((name) => name !== field) ?? doubts[0] ?? DONE;
  }

  focus(field: string): void {
    const stop = stopOf(field) ?? stopOf(DONE);
    stop?.focus();
    stop?.scrollIntoView?.({ block: "nearest" });
  }

  focusNext(after: string | null): void {
    this.focus(this.doubtAfter(after));
  }

  /**
   * Runs a command that returns the new view; commands come one after another, so that fast keys lose nothing.
   * Afterwards the focus goes on to the next doubt, if `after` names the field just settled.
   */
  change(command: (id: string) => Promise<ReviewView>, after?: string | null): Promise<boolean> {
    return this.inOrder(async () => {
      const id = this.view?.id;
      if (id === undefined) return false;
      this.busy = true;
      const view = await app.attempt(() => command(id));
      this.busy = false;
      if (view === undefined) return false;
      this.view = view;
      const { taught } = view;
      if (taught !== null) app.tell(() => say(taught), { undo: true });
      if (after !== undefined) {
        await tick();
        this.focusNext(after);
      }
      return true;
    });
  }

  setField(name: string, text: string, from?: { page: number | null; rect: Rect | null }, goOn = true): Promise<boolean> {
    const change = { name, text, page: from?.page ?? null, rect: from?.rect ?? null };
    return this.change((id) => desk.setField(id, change), goOn ? name : undefined);
  }
  setKind(kind: Kind, goOn = true): Promise<boolean> {
    return this.change((id) => desk.setKind(id, kind), goOn ? KIND : undefined);
  }
  setVatLines(lines: VatLine[], after?: string): Promise<boolean> {
    return this.change((id) => desk.setVatLines(id, lines), after);
  }
  setVatScheme(scheme: VatScheme): Promise<boolean> {
    return this.change((id) => desk.setVatScheme(id, scheme), "vat_scheme");
  }
  setThirdParty(id: string): Promise<boolean> {
    return this.change((document) => desk.setThirdParty(document, id), "third_party");
  }
  /** The e-invoice and the paper that is its picture are two documents again. */
  async partPicture(): Promise<void> {
    if (await this.change((id) => desk.partPicture(id))) app.tell(() => t("picture-parted"), { undo: true });
  }
  setAllocation(index: number, account: string): Promise<boolean> {
    return this.change((id) => desk.setAllocation(id, index, account), `allocation:${index}`);
  }

  /** Enter: the value stays as it is, and the next doubt is shown. What is missing cannot be accepted. */
  accept(name: string): Promise<boolean> {
    return this.inOrder(async () => name).then((field) => this.acceptNow(field));
  }

  private async acceptNow(name: string): Promise<boolean> {
    const view = this.view;
    if (view === null) return false;
    if (!this.doubtful.has(name)) {
      this.focusNext(name);
      return true;
    }
    if (name === KIND) return this.setKind((view.kind.value ?? "invoice") as Kind);
    if (name === "duplicate") return this.change((id) => desk.notADuplicate(id), name);
    if (name === "vat_lines") return this.setVatLines(view.vatLines, name);
    if (name === "vat_scheme") return this.setVatScheme(view.vatScheme);
    if (name === "third_party") {
      return view.thirdParty.id !== null ? this.setThirdParty(view.thirdParty.id) : false;
    }
    const allocation = /^allocation:(\d+)$/.exec(name)?.[1];
    if (allocation !== undefined) {
      const account = view.allocations[Number(allocation)]?.account ?? null;
      return account !== null ? this.setAllocation(Number(allocation), account) : false;
    }
    const field = this.field(name);
    if (field === undefined || field.value === null) return false;
    return this.change((id) => desk.acceptField(id, name), name);
  }

  /** Digit 1…5: takes one of the values drawn on the page. */
  choose(digit: number): boolean {
    const option = this.options[digit - 1];
    const name = this.focused;
    if (option === undefined || name === null) return false;
    if (option.current) void this.accept(name);
    else if (name === "third_party") void this.setThirdParty(option.value);
    else if (name === KIND) void this.setKind(option.value as Kind);
    else void this.setField(name, option.value, option);
    return true;
  }

  /** The values among which a field can be chosen: the present one first. */
  private optionsOf(name: string): Option[] {
    const view = this.view;
    if (view === null) return [];
    if (name === "third_party") {
      const all = view.thirdParty.alternatives.filter((one) => one.id !== view.thirdParty.id);
      const own: Option[] = view.thirdParty.id === null ? []
        : [{ value: view.thirdParty.id, page: view.thirdParty.page, rect: view.thirdParty.rect, current: true, label: view.thirdParty.name ?? "" }];
      return all.length === 0 ? [] : [...own, ...all.map((one) => ({
        value: one.id, page: null, rect: null, current: false, label: `${one.name} ${one.account}`,
      }))].slice(0, MOST_OPTIONS);
    }
    const field = this.field(name);
    if (field === undefined || field.alternatives.length === 0) return [];
    const own: Option[] = field.value === null ? [] : [{ value: field.value, page: field.page, rect: field.rect, current: true }];
    return [...own, ...field.alternatives.map((one) => ({ ...one, current: false }))].slice(0, MOST_OPTIONS);
  }

  /** Boxes on the pages: every value that was read, the one in question strong, its alternatives with their digits. */
  private marksOf(): Mark[] {
    const view = this.view;
    if (view === null) return [];
    const marks: Mark[] = [];
    const asked = this.focused;
    const digits = this.options.length > 1;
    const place = (field: string, page: number | null, rect: Rect | null) => {
      if (page === null || rect === null) return;
      const look = field === asked ? "asked" : "plain";
      marks.push({ field, page, rect, look, digit: field === asked && digits && this.options[0]?.current ? 1 : null });
    };
    place(KIND, view.kind.page, view.kind.rect);
    place("third_party", view.thirdParty.page, view.thirdParty.rect);
    for (const field of view.fields) place(field.name, field.page, field.rect);
    this.options.forEach((option, i) => {
      if (option.current || option.page === null || option.rect === null || asked === null) return;
      marks.push({ field: asked, page: option.page, rect: option.rect, look: "alternative", digit: i + 1 });
    });
    return marks;
  }

  /** What a click on the page would write into the focused field, if it takes any. */
  taking(): Taking | null {
    const name = this.focused;
    if (name === null) return null;
    if (/^vat_lines:\d+:/.test(name)) return "amount";
    const input = this.field(name)?.input;
    if (input === "amount" || input === "date") return input;
    return input === "text" || input === "currency" || input === "country" ? "text" : null;
  }

  /** A word of the page, or several, into the focused field. */
  take(text: string, page: number, rect: Rect): void {
    const name = this.focused;
    if (name === null || this.taking() === null) return;
    const cell = /^vat_lines:(\d+):(rate|base|amount)$/.exec(name);
    if (cell === null) return void this.setField(name, text, { page, rect });
    this.setVatCell(Number(cell[1]), cell[2] as keyof VatLine, text);
  }

  setVatCell(index: number, column: keyof VatLine, text: string, after?: string): void {
    const lines = this.view?.vatLines.map((line, i) => (i === index ? { ...line, [column]: text } : line)) ?? [];
    void this.setVatLines(lines, after);
  }

  /** "Always so": makes the rule, and says how many waiting documents it changed. */
  async makeRule(): Promise<void> {
    const offer = this.view?.ruleOffer;
    const id = this.view?.id;
    if (id === undefined) return;
    if (offer === null || offer === undefined) return app.tell(() => t("rule-none"));
    const changed = await app.attempt(() => desk.makeRule(id));
    if (changed === undefined) return;
    app.tell(() => t("rule-made", { name: offer.thirdParty, account: offer.account, n: changed }), { undo: true });
    await this.refresh();
    await tick();
    this.focusNext(this.focused);
  }
}

/** Names of the form's stops, in its order. */
function stops(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-field]")].map((stop) => stop.dataset["field"] ?? "");
}

export function stopOf(field: string): HTMLElement | null {
  const stop = document.querySelector<HTMLElement>(`[data-field=${JSON.stringify(stopName(field))}]`);
  if (stop === null) return null;
  // A group takes the focus on its chosen part.
  return stop.matches("input, button, [tabindex]") ? stop : (stop.querySelector<HTMLElement>("[tabindex='0']") ?? stop.querySelector<HTMLElement>("input, button"));
}

/** Doubts about several amounts together stop at the first of them, those about the entry at the entry. */
function stopName(field: string): string {
  if (field === "entry") return DONE;
  if (field !== "vat_lines" && field !== "arithmetic") return field;
  return document.querySelector(`[data-field="vat_lines:0:base"]`) === null ? "total_ht" : "vat_lines:0:base";
}
