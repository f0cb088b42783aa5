import { describe, expect, it } from "vitest";
import { add, calculate, isSum } from "./calculator";

describe("calculate", () => {
  it.each([
    ["12+3,50", "15.50"], ["=12+3.50", "15.50"], ["2*(4,20-0,10)", "8.20"], ["10/4", "2.50"], ["-5+2", "-3.00"], ["1 234,56", "1234.56"], ["1\u202f234,56 €", "1234.56"],
    ["1.234,56", "1234.56"], ["1,234.56", "1234.56"], ["1.234.567", "1234567.00"], ["100/3", "33.33"], ["2,345", "2.35"], ["0,1+0,2", "0.30"], ["= 3 × 4 ÷ 2", "6.00"],
    ["99999999999999,99+0,01", "100000000000000.00"], ["--5", "5.00"], ["(((2)))", "2.00"],
  ])("%s is %s", (text, value) => expect(calculate(text)).toBe(value));

  it.each(["", "=", "12+", "(3", "3)", "1/0", "abc", "1..2+x", "2**3", "€", "(".repeat(30) + "1" + ")".repeat(30), "1".repeat(300)])("%s is no amount", (text) =>
    expect(calculate(text)).toBeUndefined());

  it("never loses a cent over many terms", () => {
    expect(calculate(Array.from({ length: 40 }, () => "0,1").join("+"))).toBe("4.00");
  });
});

describe("isSum", () => {
  it.each(["=5", "1+1", "2*3", "5-2", "(4)"])("%s asks to be computed", (text) => expect(isSum(text)).toBe(true));
  it.each(["5", "-5", "1 234,56", "12,50 €"])("%s is only read", (text) => expect(isSum(text)).toBe(false));
});

describe("add", () => {
  it("adds decimal texts", () => {
    expect(add("0.10", "0.20")).toBe("0.30");
    expect(add("10.00", "-12.50")).toBe("-2.50");
    expect(add("-0.50", "0.50")).toBe("0.00");
  });
});
