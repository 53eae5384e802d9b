// Variables with a type, and lists of them.

const { has, isText, isObject, named, isA, parseJson, toJsonText } = exports.internal;
const { Property, PropertyList } = exports;

/** How structured types are stored: as JSON text. */
const structured = {
  /** The stored form of a value. */
  in: (value) => (isObject(value) ? toJsonText(value) : value),
  /** The value of a stored form, undefined if it is not JSON. */
  out(value) {
    if (!isText(value)) return value;
    try {
      return parseJson(value);
    } catch (fault) {
      return undefined;
    }
  },
};

/** How each type of variable reads and writes values. */
const types = {
  string: String,
  boolean: Boolean,
  number: Number,
  array: structured,
  object: structured,
  any: { in: (value) => value, out: (value) => value },
};

/** A named value with a type. */
class PostmanVariable extends Property {
  constructor(definition) {
    super(definition);
    const source = isObject(definition) ? definition : {};
    this.type = isText(source.type) && has(types, source.type) ? source.type : 'any';
    this.value = this.castIn(source.value);
    if (has(source, 'key')) this.key = source.key;
    if (has(source, 'system')) this.system = source.system;
  }

  /** The value in its type. */
  get() {
    return this.castOut(typeof this.value === 'function' ? this.value() : this.value);
  }

  /** Replaces the value. */
  set(value) {
    this.value = this.castIn(value);
  }

  /** The value; with an argument, replaces it. */
  valueOf(value) {
    if (arguments.length > 0) this.set(value);
    return this.get();
  }

  /** The type; with a known type as argument, changes it. */
  valueType(type) {
    if (isText(type) && has(types, type)) {
      const value = this.get();
      this.type = type;
      this.set(value);
    }
    return this.type;
  }

  /** A value as this variable would give it. */
  cast(value) {
    return this.castOut(this.castIn(value));
  }

  /** A value in the form in which this variable stores it. */
  castIn(value) {
    const type = types[this.type] || types.any;
    if (value === undefined || typeof value === 'function') return value;
    return typeof type === 'function' ? type(value) : type.in(value);
  }

  /** A stored value in this variable's type. */
  castOut(value) {
    const type = types[this.type] || types.any;
    if (value === undefined) return value;
    return typeof type === 'function' ? type(value) : type.out(value);
  }

  /** The value as text. */
  toString() {
    const value = this.get();
    return value === undefined ? '' : String(value);
  }

  /** Takes over type, value and key from data. */
  update(definition) {
    if (!isObject(definition)) return;
    if (isText(definition.type) && has(types, definition.type)) this.type = definition.type;
    if (has(definition, 'value')) this.set(definition.value);
    if (has(definition, 'key')) this.key = definition.key;
  }
}

named(PostmanVariable, 'Variable', {
  _postman_propertyIndexKey: 'key',
  types,
  /** Whether a value is a variable. */
  isVariable: (value) => isA(value, 'Variable'),
});

/** A list of variables; several of one key count as their last. */
class PostmanVariableList extends PropertyList {
  constructor(parent, variables) {
    super(PostmanVariable, parent, variables);
  }

  /** A text with the tokens of the enabled variables replaced. */
  replace(text) {
    if (!isText(text)) return text;
    let out = text;
    for (let pass = 0, before; pass < 20 && before !== out; pass++) {
      before = out;
      out = out.replace(/\{\{([^{}]*?)\}\}/g, (token, name) => {
        const found = this.one(name);
        return found && !found.disabled ? found.toString() : token;
      });
    }
    return out;
  }

  /** A copy of plain data with the tokens in its texts replaced. */
  substitute(data) {
    if (isText(data)) return this.replace(data);
    if (!isObject(data) || typeof data === 'function') return data;
    const source = typeof data.toJSON === 'function' ? data.toJSON() : data;
    const out = Array.isArray(source) ? [] : {};
    for (const key of Object.keys(source)) out[key] = this.substitute(source[key]);
    return out;
  }

  /** Takes the variables over from an object of keys and values. */
  syncFromObject(values) {
    if (!isObject(values)) return;
    for (const key of Object.keys(values)) this.upsert({ key, value: values[key] });
    this.members = this.members.filter((item) => has(values, item.key));
  }

  /** Writes the variables into an object of keys and values. */
  syncToObject(target) {
    const out = isObject(target) ? target : {};
    for (const key of Object.keys(out)) if (!this.has(key)) delete out[key];
    return Object.assign(out, this.toObject());
  }
}
named(PostmanVariableList, 'VariableList', {
  /** Whether a value is a list of variables. */
  isVariableList: (value) => isA(value, 'VariableList'),
});

Object.assign(exports, { Variable: PostmanVariable, VariableList: PostmanVariableList });
