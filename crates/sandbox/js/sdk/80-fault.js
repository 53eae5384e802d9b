// Where and why a text is no JSON, in the words scripts are used to.

/** Ends the reading with what is wrong and where. */
function stop(at, message) {
  const fault = new Error(message);
  fault.at = at;
  throw fault;
}

/** A character as messages show it. */
function shown(char) {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  const code = char.charCodeAt(0);
  const names = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\\': '\\\\' };
  if (names[char]) return `'${names[char]}'`;
  const hidden = code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
  return hidden ? `'\\u${code.toString(16).padStart(4, '0')}'` : `'${char}'`;
}

/** Reads a text until its first fault; gives nothing if it is JSON. */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
    this.row = 1;
    this.line = 0;
  }

  /** Stops at the character of a position. */
  unexpected(at) {
    if (at >= this.text.length) stop(at, 'Unexpected end of input');
    stop(at, `Unexpected token ${shown(this.text[at])}`);
  }

  /** Goes over white space and counts its lines; a line break in a text is no line. */
  space() {
    const { text } = this;
    for (; ' \t\n\r'.includes(text[this.at] || 'x'); this.at++) {
      if (text[this.at] === '\n' || (text[this.at] === '\r' && text[this.at + 1] !== '\n')) {
        this.row++;
        this.line = this.at + 1;
      }
    }
  }

  /** Reads one value; false if none begins here. */
  value() {
    const { text } = this;
    const char = text[this.at];
    if (char === '{') return this.nested(() => this.object());
    if (char === '[') return this.nested(() => this.array());
    if (char === '"') return this.string();
    if (char === '-' || char === '.' || (char >= '0' && char <= '9')) return this.number();
    for (const word of ['true', 'false', 'null']) {
      if (char !== word[0]) continue;
      if (!text.startsWith(word, this.at)) this.unexpected(this.at);
      this.at += word.length;
      return true;
    }
    return false;
  }

  /** Reads what may hold values; very deep texts are given up. */
  nested(read) {
    if (++this.depth > 500) stop(this.at, 'Too many nested values');
    const complete = read();
    this.depth--;
    return complete;
  }

  object() {
    this.at++;
    for (let first = true; ; first = false) {
      this.space();
      const char = this.text[this.at];
      if (char === '}') {
        if (!first) stop(this.at, 'Trailing comma in object');
        this.at++;
        return true;
      }
      const wrong = this.key(char);
      this.space();
      if (this.text[this.at] !== ':') this.unexpected(this.at);
      this.at++;
      this.space();
      if (!this.value()) stop(this.at, `No value found for key ${this.name}`);
      this.space();
      if (wrong) stop(this.at, `Wrong key type: ${this.name}`);
      const next = this.text[this.at++];
      if (next === '}') return true;
      // The character after the wrong one is named, as ever.
      if (next !== ',') this.unexpected(this.at);
    }
  }

  /** Reads a key; true for a number, which is refused when its value has been read. */
  key(char) {
    const from = this.at;
    const digit = char >= '0' && char <= '9';
    if (digit) this.number();
    else if (char === '"') this.string();
    else this.unexpected(from);
    this.name = digit ? this.text.slice(from, this.at) : this.text.slice(from + 1, this.at - 1);
    return digit;
  }

  array() {
    this.at++;
    for (let first = true; ; first = false) {
      const from = this.at;
      this.space();
      const char = this.text[this.at];
      if (char === ']') {
        if (!first) stop(this.at, 'Trailing comma in array');
        this.at++;
        return true;
      }
      if (char === ',') stop(this.at + 1, 'Elisions are not supported');
      // What holds the array says what is missing.
      if (char === undefined && from === this.at) return false;
      if (!this.value()) this.unexpected(this.at);
      this.space();
      const next = this.text[this.at];
      if (next !== ',' && next !== ']') this.unexpected(this.at);
      this.at++;
      if (next === ']') return true;
    }
  }

  string() {
    const { text } = this;
    for (this.at++; this.at < text.length; this.at++) {
      const char = text[this.at];
      if (char === '"') {
        this.at++;
        return true;
      }
      if (char === '\\') this.escape();
      else if (char === '\n' || char === '\r') this.unexpected(this.at + 1);
      else if (char < ' ') stop(this.at, 'Unexpected control character');
    }
    return this.unexpected(this.at);
  }

  escape() {
    const char = this.text[++this.at];
    if (char === undefined) this.unexpected(this.at);
    if (char === 'u') {
      for (let i = 0; i < 4; i++) {
        if (!/[0-9a-f]/i.test(this.text[++this.at] || '')) stop(this.at, 'Bad escape sequence');
      }
    } else if (!'"\\/bfnrt'.includes(char)) this.unexpected(this.at);
  }

  number() {
    const { text } = this;
    const from = this.at;
    const digits = () => {
      const start = this.at;
      while (text[this.at] >= '0' && text[this.at] <= '9') this.at++;
      return this.at > start;
    };
    const bad = (kind, at, to) => stop(at, `${kind} numeric literal - "${text.slice(from, to)}"`);
    if (text[this.at] === '-') {
      this.at++;
      if (!/[0-9.]/.test(text[this.at] || '')) bad('Bad', from, this.at);
    }
    const whole = this.at;
    if (text[this.at] === '0') this.at++;
    else digits();
    if (text[this.at] === '.') {
      const empty = this.at === whole;
      this.at++;
      if (!digits() || empty) bad('Non-json', this.at - 1, this.at);
    }
    if (text[this.at] === 'e' || text[this.at] === 'E') {
      this.at++;
      if (text[this.at] === '+' || text[this.at] === '-') this.at++;
      if (!digits()) bad('Bad', this.at, this.at + 1);
    }
    return true;
  }

  document() {
    if (this.text === '') stop(0, 'No data, empty input');
    this.space();
    const found = this.at < this.text.length && this.value();
    if (!found && this.at >= this.text.length) stop(this.at, 'No data, only a whitespace');
    if (!found) this.unexpected(this.at);
    this.space();
    if (this.at < this.text.length) this.unexpected(this.at);
  }
}

/** Says where the fault stands: row, column, the line and a mark below it. */
function place(reader, at) {
  const [line] = reader.text.slice(reader.line).split(/[\r\n]/, 1);
  const column = at - reader.line + 1;
  const from = Math.max(0, column - 70);
  const mark = ' '.repeat(Math.max(0, Math.min(column - 1, line.length) - from));
  return { row: reader.row, column, shown: `${line.slice(from, from + 79)}\n${mark}^` };
}

/** Gives an error the name of faults in JSON. */
function named(fault) {
  fault.name = 'JSONError';
  return fault;
}

/** Turns the fault of a JSON parser into a JSONError that shows the place. */
exports.internal.jsonFault = (text, cause) => {
  if (text === undefined) return named(new SyntaxError('"undefined" is not valid JSON'));
  let fault = cause;
  const reader = new Reader(String(text).replace(/^\ufeff/, ''));
  try {
    reader.document();
  } catch (found) {
    if (typeof found.at === 'number') {
      const where = place(reader, found.at);
      fault = new SyntaxError(`${found.message} at ${where.row}:${where.column}\n${where.shown}`);
      fault.column = where.column;
      fault.row = where.row;
    }
  }
  return named(fault);
};
