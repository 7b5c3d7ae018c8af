type Fields = Readonly<Record<string, unknown>>;

/**
 * Lays `overrides` over `base`: maps merge key by key, anything else (lists, numbers, text, null) replaces what was
 * there. Neither argument is changed. Used by scenarios (`overrides:`) on parsed YAML.
 */
export function mergeOverrides(base: unknown, overrides: unknown): unknown {
  if (overrides === undefined) return base;
  if (!isFields(base) || !isFields(overrides)) return overrides;
  const merged = Object.entries(overrides).map(
    ([key, value]) => [key, mergeOverrides(ownValue(base, key), value)] as const,
  );
  // fromEntries defines plain properties, so that a key such as `__proto__` cannot reach a prototype.
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

const ownValue = (fields: Fields, key: string): unknown =>
  Object.hasOwn(fields, key) ? fields[key] : undefined;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
