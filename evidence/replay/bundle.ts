const MAP_MARK = '//# sourceMappingURL=data:';
const EMPTY_MAP = Buffer.from(
  JSON.stringify({ version: 3, file: 'workflows.js', sources: [], names: [], mappings: '' }),
).toString('base64');

/** The bundle without its source map, which is three quarters of it and holds the paths of the build machine. */
export function withoutSourceMap(code: string): string {
  const at = code.lastIndexOf(MAP_MARK);
  return at < 0 ? code : code.slice(0, at);
}

/** The worker refuses a bundle without a source map. */
export const withSourceMap = (code: string): string =>
  code.includes(MAP_MARK) ? code : `${code}\n${MAP_MARK}application/json;base64,${EMPTY_MAP}`;
