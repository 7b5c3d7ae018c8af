/** The name of `known` that needs the fewest edits to become `word`, if it is near enough to be a slip of the pen. */
export function nearestName(word: string, known: Iterable<string>): string | undefined {
  const limit = word.length < 3 ? 0 : word.length === 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  const [best] = [...known]
    .map((name) => ({ name, edits: editDistance(word, name) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= limit ? best.name : undefined;
}

/** Levenshtein distance: insertions, deletions and replacements of one character, case ignored. */
function editDistance(left: string, right: string): number {
  const target = [...right.toLowerCase()];
  let row = [0, ...target.map((_, index) => index + 1)];
  for (const char of left.toLowerCase()) row = nextRow(row, char, target);
  return row.at(-1) ?? 0;
}

function nextRow(row: readonly number[], char: string, target: readonly string[]): number[] {
  const next = [(row[0] ?? 0) + 1];
  target.forEach((other, index) => {
    const replaced = (row[index] ?? 0) + (char === other ? 0 : 1);
    next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
  });
  return next;
}
