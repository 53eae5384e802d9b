// The common ground of every object of the SDK: descriptions, parents and JSON.

const has = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const isText = (value) => typeof value === 'string';
const isObject = (value) => typeof value === 'object' && value !== null;
const isPlain = (value) => {
  if (!isObject(value)) return false;
  const proto = Object.getPrototypeOf(value);
  return proto === null || Object.getPrototypeOf(proto) === null;
};

/** Whether two values have the same content: plain data, dates, patterns, lists. */
function sameContent(a, b) {
  if (a === b || (a !== a && b !== b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (a instanceof Date || a instanceof RegExp || b instanceof Date || b instanceof RegExp) {
    return a.constructor === b.constructor && String(a) === String(b) && +a === +b;
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => has(b, key) && sameContent(a[key], b[key]));
}

/** Whether the object has every member of the pattern, nested ones included. */
function contains(object, pattern) {
  if (!isObject(pattern)) return sameContent(object, pattern);
  if (!isObject(object)) return false;
  return Object.keys(pattern).every((key) => contains(object[key], pattern[key]));
}

/** Turns a function, a member's name or a pattern into a function of an item. */
function iteratee(what, context) {
  if (typeof what === 'function') return context === undefined ? what : what.bind(context);
  if (what === undefined || what === null) return (item) => item;
  if (Array.isArray(what)) return (item) => sameContent(item && item[what[0]], what[1]);
  if (isObject(what)) return (item) => contains(item, what);
  return (item) => (item === undefined || item === null ? undefined : item[what]);
}

/** Plain data of a value: lists and objects of the SDK become their JSON form. */
function plain(value) {
  if (!isObject(value)) return value;
  if (typeof value.toJSON === 'function') return value.toJSON();
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlain(value)) return value;
  const out = {};
  for (const key of Object.keys(value)) out[key] = plain(value[key]);
  return out;
}

/** Names of lists that the JSON form writes in the singular. */
const SINGULAR = { headers: 'header', variables: 'variable', cookies: 'cookie' };

const HIDDEN = { value: undefined, configurable: true, enumerable: false, writable: true };

/** Defines a member that enumeration does not show. */
function hidden(target, key, value) {
  HIDDEN.value = value;
  Object.defineProperty(target, key, HIDDEN);
  HIDDEN.value = undefined;
}

/** What all objects of the SDK can do. */
class PropertyBase {
  /** Keeps what data has under names that begin with an underscore. */
  keepMeta(definition) {
    for (const key of Object.keys(definition)) {
      if (key.charCodeAt(0) === 95 && key.length > 1) {
        (this._ || (this._ = {}))[key.slice(1)] = definition[key];
      }
    }
  }

  /** The object or list this one belongs to. */
  parent() {
    const parent = this.__parent;
    return parent && parent._postman_propertyIsList ? parent.__parent || parent : parent;
  }

  /** Makes this object belong to another one. */
  setParent(parent) {
    hidden(this, '__parent', parent);
  }

  /** Calls the function with each object around this one, nearest first. */
  forEachParent(options, visit) {
    const call = typeof options === 'function' ? options : visit;
    const self = isObject(options) && options.withRoot ? this : this.parent();
    for (let at = self, depth = 0; at && depth < 256; at = at.parent && at.parent(), depth++) {
      call(at);
    }
  }

  /** The named member of the nearest object around this one that has it. */
  findInParents(property, accept) {
    for (let at = this, depth = 0; at && depth < 256; at = at.parent && at.parent(), depth++) {
      if (at[property] !== undefined && (!accept || accept(at))) return at[property];
    }
    return undefined;
  }

  /** The values kept under names that begin with an underscore. */
  meta() {
    return this._;
  }

  /** The object as plain data, as it stands in a collection file. */
  toJSON() {
    const out = {};
    for (const key of Object.keys(this)) {
      const value = this[key];
      if (value === undefined || typeof value === 'function') continue;
      const list = isObject(value) && value._postman_propertyIsList;
      out[(list && SINGULAR[key]) || key] = plain(value);
    }
    return out;
  }
}

/** Text that explains an object, with its media type. */
class Description {
  constructor(definition) {
    this.update(definition);
  }

  /** Replaces the text. */
  update(content, type) {
    const source = isObject(content) ? content : { content, type };
    this.content = source.content;
    this.type = source.type || type || 'text/plain';
  }

  /** The text itself. */
  toString() {
    return isText(this.content) ? this.content : '';
  }

  /** The text and its type as plain data. */
  toJSON() {
    return { content: this.content, type: this.type };
  }
}

/** An object that may carry an id, a name, a description, and be disabled. */
class PostmanProperty extends PropertyBase {
  constructor(definition) {
    super();
    if (!isObject(definition)) return;
    const { id, name, disabled, description } = definition;
    if (id) this.id = id;
    if (name) this.name = name;
    if (disabled !== undefined) this.disabled = disabled;
    if (description !== undefined && description !== null) this.describe(description);
  }

  /** Sets the description. */
  describe(content, type) {
    if (this.description instanceof Description) this.description.update(content, type);
    else this.description = new Description(isObject(content) ? content : { content, type });
  }
}

/** Marks a class with the SDK's name for it, by which it is recognised. */
function named(type, name, more) {
  type._postman_propertyName = name;
  return Object.assign(type, more);
}

named(PropertyBase, 'PropertyBase');
named(PostmanProperty, 'Property');

/** Whether a value is an object of the SDK class with that name, or of a child. */
function isA(value, name) {
  if (!isObject(value)) return false;
  let type = value.constructor;
  for (let depth = 0; typeof type === 'function' && depth < 16; depth++) {
    if (has(type, '_postman_propertyName') && type._postman_propertyName === name) return true;
    type = has(type, 'super_') ? type.super_ : Object.getPrototypeOf(type);
  }
  return false;
}

/** The number of bytes of a text in UTF-8. */
function byteLength(text) {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7ff) bytes += 2;
    else if (code > 0x7f) bytes += 1;
    // Both halves of a surrogate pair are four bytes together.
    if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
  }
  return bytes;
}

exports.PropertyBase = PropertyBase;
exports.Property = PostmanProperty;
exports.Description = Description;
exports.internal = {
  has, isText, isObject, isPlain, sameContent, iteratee, plain, named, isA, hidden, byteLength,
  // Scripts may replace the global of that name.
  parseJson: JSON.parse, toJsonText: JSON.stringify,
};
