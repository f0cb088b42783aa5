/** Finding by a few letters: accents and case do not matter, words may be given by their beginnings. */

export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** How well a text answers a query, more is better; `undefined` when it does not. */
export function score(text: string, query: string): number | undefined {
  const hay = plain(text);
  let total = 0;
  for (const word of plain(query).split(/\s+/).filter(Boolean)) {
    const found = wordScore(hay, word);
    if (found === undefined) return undefined;
    total += found;
  }
  return total;
}

function wordScore(hay: string, word: string): number | undefined {
  if (hay.startsWith(word)) return 100;
  const at = hay.indexOf(word);
  if (at > 0) return /[\s\-'’.,(/]/.test(hay[at - 1] ?? "") ? 60 : 30;
  // Letters in order, as in `fpe` for `fournitures de petit équipement`; too loose for one or two, and for numbers.
  if (word.length < 3 || /\d/.test(word)) return undefined;
  let from = 0;
  let gaps = 0;
  for (const letter of word) {
    const next = hay.indexOf(letter, from);
    if (next < 0) return undefined;
    gaps += next - from;
    from = next + 1;
  }
  return gaps > word.length * 6 ? undefined : Math.max(1, 20 - gaps);
}

/** The best answers first; the order given breaks ties. With no query, the first ones. */
export function search<T>(items: T[], query: string, text: (item: T) => string, limit: number): T[] {
  if (query.trim() === "") return items.slice(0, limit);
  const found: { item: T; score: number; at: number }[] = [];
  items.forEach((item, at) => {
    const value = score(text(item), query);
    if (value !== undefined) found.push({ item, score: value, at });
  });
  found.sort((a, b) => b.score - a.score || a.at - b.at);
  return found.slice(0, limit).map((one) => one.item);
}
