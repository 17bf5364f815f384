/** Where a string, a pattern, a comment or a template may begin, or code within a template. */
const SIGN = /['"`/{}]/g;
const STRING = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const COMMENT = /\/\/.*|\/\*[\s\S]*?\*\//y;
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//y;
/** What a pattern stands behind; behind anything else a slash divides. */
const BEFORE_PATTERN = /[=(,:;[!&|?{}>]$|\breturn$/;
/** A template's text up to its end, or to code within it. */
const TEMPLATE = /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/y;
const LINE_START = /\s*\n\s*/g;

/**
 * A script without its comments and its lines' indentation, which a browser need not load; strings, templates and patterns keep
 * each sign. Throws where it cannot tell where one of them ends, in `file`.
 */
export function compact(source: string, file: string): string {
  const opened: string[] = [];
  let done = '';
  let last = ';';
  let code = '';
  let from = 0;
  SIGN.lastIndex = 0;
  for (let found = SIGN.exec(source); found; found = SIGN.exec(source)) {
    const { index, 0: sign } = found;
    const comment = sign === '/' ? at(COMMENT, index) : null;
    const piece = comment ?? wholeAt(sign, index);
    if (piece === null) continue;
    code += source.slice(from, index);
    from = SIGN.lastIndex = index + piece.length;
    if (comment === null) {
      done += code.replace(LINE_START, '\n') + piece;
      last = piece.slice(-1);
      code = '';
    } else {
      // To a browser, too, it is a gap, or a line's end.
      code += comment.includes('\n') ? '\n' : ' ';
    }
  }
  return (done + (code + source.slice(from)).replace(LINE_START, '\n')).trimStart();

  function at(form: RegExp, index: number): string | null {
    form.lastIndex = index;
    return form.exec(source)?.[0] ?? null;
  }

  /** What begins at a sign and is to stay as it is; null where that is code. */
  function wholeAt(sign: string, index: number): string | null {
    if (sign === '/') {
      const before = (last + code + source.slice(from, index)).trimEnd();
      return BEFORE_PATTERN.test(before.slice(-8)) ? at(PATTERN, index) : null;
    }
    if (sign === '{') opened.push(sign);
    if (sign === '{' || (sign === '}' && opened.pop() !== '${')) return null;
    const whole = at(sign === '`' || sign === '}' ? TEMPLATE : STRING, index);
    if (whole === null) {
      const line = source.slice(0, index).split('\n').length;
      throw new Error(
        `${file}: cannot tell where the ${sign} ends that is in line ${line} of its code: write it another way.`,
      );
    }
    if (whole.endsWith('${')) opened.push('${');
    return whole;
  }
}
