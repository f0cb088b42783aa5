/**
 * Sums typed into an amount field: `=12+3,50`, `2*(4,20-0,10)`. A comma or a point is the decimal mark, spaces
 * separate thousands. Counted in integer ten-thousandths with BigInt, so that no cent is lost to floating point;
 * the result is rounded half away from zero to the cent.
 */

const SCALE = 10_000n;
const MAX_LENGTH = 200;

/** Whether a text asks to be computed rather than merely read. */
export function isSum(text: string): boolean {
  const body = text.trim().replace(/^=/, "");
  return text.trim().startsWith("=") || /[+*/()×÷]/.test(body) || /[^\s]\s*[-−]/.test(body);
}

/** The value as a decimal text with a point and two decimals, or `undefined` when the text is no amount. */
export function calculate(text: string): string | undefined {
  const source = text.trim().replace(/^=/, "").replace(/[\s\u00a0\u202f]/g, "").replace(/−/g, "-")
    .replace(/×/g, "*").replace(/÷/g, "/").replace(/(?:€|EUR)$/i, "");
  if (source === "" || source.length > MAX_LENGTH || !/^[\d.,+\-*/()']+$/.test(source)) return undefined;
  const parser = new Parser(source);
  const value = parser.sum(0);
  if (value === undefined || !parser.atEnd()) return undefined;
  return toCents(value);
}

function toCents(scaled: bigint): string {
  const negative = scaled < 0n;
  const cents = ((negative ? -scaled : scaled) + 50n) / 100n;
  const whole = cents / 100n;
  const text = `${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
  return negative && cents !== 0n ? `-${text}` : text;
}

class Parser {
  private at = 0;
  constructor(private readonly source: string) {}

  atEnd(): boolean {
    return this.at === this.source.length;
  }

  sum(depth: number): bigint | undefined {
    let left = this.product(depth);
    while (left !== undefined) {
      const sign = this.source[this.at];
      if (sign !== "+" && sign !== "-") return left;
      this.at += 1;
      const right = this.product(depth);
      if (right === undefined) return undefined;
      left = sign === "+" ? left + right : left - right;
    }
    return left;
  }

  private product(depth: number): bigint | undefined {
    let left = this.factor(depth);
    while (left !== undefined) {
      const sign = this.source[this.at];
      if (sign !== "*" && sign !== "/") return left;
      this.at += 1;
      const right = this.factor(depth);
      if (right === undefined) return undefined;
      if (sign === "*") left = divide(left * right, SCALE);
      else if (right === 0n) return undefined;
      else left = divide(left * SCALE, right);
    }
    return left;
  }

  private factor(depth: number): bigint | undefined {
    if (depth > 20) return undefined;
    const first = this.source[this.at];
    if (first === "-" || first === "+") {
      this.at += 1;
      const value = this.factor(depth + 1);
      return value === undefined ? undefined : first === "-" ? -value : value;
    }
    if (first === "(") {
      this.at += 1;
      const value = this.sum(depth + 1);
      if (value === undefined || this.source[this.at] !== ")") return undefined;
      this.at += 1;
      return value;
    }
    return this.number();
  }

  private number(): bigint | undefined {
    const found = /^[\d.,']+/.exec(this.source.slice(this.at));
    if (found === null) return undefined;
    this.at += found[0].length;
    return readNumber(found[0]);
  }
}

/** `1.234,56`, `1,234.56`, `1234,5`: the last mark is the decimal one when one or two marks are used. */
function readNumber(text: string): bigint | undefined {
  const digits = text.replace(/'/g, "");
  const mark = Math.max(digits.lastIndexOf(","), digits.lastIndexOf("."));
  const whole = (mark < 0 ? digits : digits.slice(0, mark)).replace(/[.,]/g, "");
  const fraction = mark < 0 ? "" : digits.slice(mark + 1);
  if (whole === "" && fraction === "") return undefined;
  const other = mark < 0 ? "" : digits.slice(0, mark);
  const decimal = digits[mark];
  if (decimal !== undefined && other.includes(decimal)) {
    // The same mark twice separates thousands: 1.234.567
    return BigInt(digits.replace(/[.,]/g, "")) * SCALE;
  }
  return BigInt(whole || "0") * SCALE + BigInt(fraction.slice(0, 4).padEnd(4, "0"));
}

function divide(left: bigint, right: bigint): bigint {
  const negative = left < 0n !== right < 0n;
  const a = left < 0n ? -left : left;
  const b = right < 0n ? -right : right;
  const value = (a + b / 2n) / b;
  return negative ? -value : value;
}

/** `a` + `b`, both decimal texts of at most two decimals. */
export function add(a: string, b: string): string {
  return toCents((readSigned(a) + readSigned(b)));
}

function readSigned(text: string): bigint {
  const value = readNumber(text.replace(/^-/, "")) ?? 0n;
  return text.startsWith("-") ? -value : value;
}
