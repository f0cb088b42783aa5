/** Names and values of fields as the user reads them. */
import * as format from "../lib/format";
import { known, say, t } from "../lib/i18n/index.svelte";
import type { Item } from "../lib/Picker.svelte";
import type { FieldView, Kind, Message, VatScheme } from "../lib/types";

export const KINDS: Kind[] = ["invoice", "credit_note", "receipt", "card_slip", "expense_report", "commission_statement", "other"];
export const SCHEMES: VatScheme[] = ["standard", "reverse_charge", "intracom", "exempt", "export"];
const PAYMENTS = ["card", "transfer", "direct_debit", "cheque", "cash", "meal_voucher"];
const REVERSE_CHARGES = ["intra_eu_goods", "intra_eu_services", "construction", "belgian_co_contractor", "import", "domestic"];
const PAPERS = ["quote", "order", "delivery_note", "reminder", "statement", "contract", "pro_forma"];
const CURRENCIES = ["EUR", "CHF", "GBP", "USD", "SEK", "DKK", "NOK", "PLN", "CZK", "HUF", "RON", "JPY", "CNY", "CAD", "AUD", "MAD", "TND"];
const COUNTRIES = ["FR", "BE", "LU", "DE", "NL", "IT", "ES", "PT", "AT", "IE", "PL", "CZ", "SE", "DK", "FI", "GR", "HU", "RO", "BG", "HR", "SI", "SK", "EE", "LV", "LT", "CY", "MT", "GB", "CH", "MC", "US", "CN"];

/** Fields with a place of their own in the form; the others stand under "Other fields". */
export const HEAD_FIELDS = ["issue_date", "due_date", "invoice_number"];
export const TOTAL_FIELDS = ["total_ht", "total_vat", "total_ttc"];
export const PLACED = new Set(["doc_type", "kind", "vat_scheme", "currency", "payment_method", ...HEAD_FIELDS, ...TOTAL_FIELDS]);

/** Reasons that keep a value from being sure. */
const AGAINST = new Set(["rival", "hard_to_read", "no_label", "against_learned", "learned_against_paper"]);

export function isAgainst(reason: Message): boolean {
  return AGAINST.has(reason.code);
}

/** What a hover over a field's reason says: the reason in full, all grounds, the probability. */
export function whyInFull(sentence: string, reasons: Message[], percent: number | null = null): string {
  const grounds = reasons.map((one) => `${isAgainst(one) ? "−" : "+"} ${say(one, "reason")}`);
  return [sentence, ...grounds, ...(percent === null || reasons.length === 0 ? [] : [t("percent", { n: percent })])].join("\n");
}

export function fieldLabel(name: string): string {
  return known(`field.${name}`) ?? name.replace(/_/g, " ");
}

export function shownValue(field: Pick<FieldView, "input" | "value">): string {
  const value = field.value;
  if (value === null) return "";
  switch (field.input) {
    case "date":
      return format.date(value);
    case "amount":
      return format.amount(value);
    case "payment_method":
      return known(`payment.${value}`) ?? value;
    case "scheme":
      return known(`scheme.${value}`) ?? value;
    case "kind":
      return known(`kind.${value}`) ?? value;
    case "country":
      return country(value);
    case "terms":
      return terms(value);
    case "paper":
      return known(`paper.${value}`) ?? value;
    case "reverse_charge":
      return known(`reverse.${value}`) ?? value;
    default:
      return value;
  }
}

/** The values of a field that is chosen from a list, or nothing when it is typed. */
export function choices(input: string): Item[] | null {
  if (input === "payment_method") return PAYMENTS.map((id) => ({ id, label: known(`payment.${id}`) ?? id }));
  if (input === "paper") return PAPERS.map((id) => ({ id, label: known(`paper.${id}`) ?? id }));
  if (input === "reverse_charge") return REVERSE_CHARGES.map((id) => ({ id, label: known(`reverse.${id}`) ?? id }));
  if (input === "currency") return CURRENCIES.map((id) => ({ id, label: id }));
  if (input === "country") return COUNTRIES.map((id) => ({ id, label: country(id), detail: id }));
  return null;
}

export function schemes(): Item[] {
  return SCHEMES.map((id) => ({ id, label: t(`scheme.${id}`) }));
}

/** `30`, `45 eom`, `30 eom 10` in the user's words. */
export function terms(text: string): string {
  const [days = "", endOfMonth, day] = text.split(" ");
  if (day !== undefined) return t("terms.eom-day", { days, day });
  if (endOfMonth !== undefined) return t("terms.eom", { days });
  return days === "0" ? t("terms.receipt") : t("terms.days", { days });
}

function country(code: string): string {
  try {
    return new Intl.DisplayNames(document.documentElement.lang || "fr", { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
