import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import DateField from "./DateField.svelte";
import { setLanguage } from "./i18n/index.svelte";

const onset = vi.fn();
function show(value: string): HTMLInputElement {
  onset.mockClear();
  render(DateField, { value, label: "jour", testid: "day", onset });
  return screen.getByTestId<HTMLInputElement>("day");
}
beforeEach(() => setLanguage("fr"));

describe("the field of a day", () => {
  it("shows the day first, whatever the system's language is", () => {
    expect(show("2026-12-31").value).toBe("31/12/2026");
  });
  it("follows the language", () => {
    setLanguage("nl");
    expect(show("2026-12-31").value).toBe("31-12-2026");
  });
  it("takes a day without marks or century when it is left", async () => {
    const field = show("2026-12-31");
    await userEvent.type(field, "050327", { initialSelectionStart: 0, initialSelectionEnd: 10 });
    await userEvent.tab();
    expect(onset).toHaveBeenCalledExactlyOnceWith("2027-03-05");
  });
  it("refuses what is no day, and gives the former one back with Escape", async () => {
    const field = show("2026-12-31");
    await userEvent.type(field, "31/02/2026{Enter}", { initialSelectionStart: 0, initialSelectionEnd: 10 });
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(onset).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    expect(field.value).toBe("31/12/2026");
    expect(field.getAttribute("aria-invalid")).toBe("false");
  });
  it("goes by days and months with the arrows and the page keys", async () => {
    const field = show("2026-12-31");
    await userEvent.click(field);
    await userEvent.keyboard("{ArrowUp}{PageUp}{Enter}");
    expect(onset).toHaveBeenCalledExactlyOnceWith("2027-02-01");
  });
  it("is no day when it is emptied", async () => {
    const field = show("2026-12-31");
    await userEvent.clear(field);
    await userEvent.tab();
    expect(onset).toHaveBeenCalledExactlyOnceWith("");
  });
});
