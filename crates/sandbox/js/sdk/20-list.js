// Ordered lists of SDK objects with look-up by key.

const { has, isText, isObject, iteratee, plain, named, isA, hidden } = exports.internal;

/** The value an item stands for in look-ups. */
function valueOf(item) {
  return item !== undefined && item !== null && typeof item.valueOf === 'function'
    ? item.valueOf() : item;
}

/** An ordered list of objects of one type. */
class PostmanPropertyList extends exports.internal.Indexed {
  constructor(type, parent, populate) {
    super();
    this.members = [];
    hidden(this, 'Type', type || exports.Property);
    if (parent) this.setParent(parent);
    if (populate) this.populate(populate);
  }

  /** Makes an item of this list's type from data, and takes it from its old list. */
  adopt(item) {
    const { Type } = this;
    let made = item;
    if (!(item instanceof Type)) made = new Type(item);
    else {
      const list = item.__parent;
      const at = list && list._postman_propertyIsList ? list.members.indexOf(item) : -1;
      if (at >= 0) list.members.splice(at, 1);
    }
    hidden(made, '__parent', this);
    return made;
  }

  /** The position a reference stands for: an item, a key or the start; else -1. */
  place(where) {
    if (where === 0) return 0;
    return where === undefined || where === null ? -1 : this.indexOf(where);
  }

  /** Inserts an item before another one, or at the end. */
  insert(item, before) {
    if (!isObject(item)) return;
    const made = this.adopt(item);
    const at = this.place(before);
    if (at < 0) this.members.push(made);
    else this.members.splice(at, 0, made);
  }

  /** Inserts an item after another one, or at the start. */
  insertAfter(item, after) {
    if (!isObject(item)) return;
    const made = this.adopt(item);
    this.members.splice(this.place(after) + 1, 0, made);
  }

  /** Adds an item at the end. */
  append(item) {
    return this.insert(item);
  }

  /** Adds an item at the start. */
  prepend(item) {
    return this.insert(item, this.members[0]);
  }

  /** Adds an item at the end. */
  add(item) {
    // Unlike the functions that take a place, this one reads texts.
    if (item !== undefined && item !== null) this.members.push(this.adopt(item));
  }

  /** Replaces the last item of the same key or adds a new one: true if added. */
  upsert(item) {
    if (item === undefined || item === null) return null;
    const key = isObject(item) ? item[this._postman_listIndexKey] : undefined;
    const at = key === undefined ? -1 : this.lastOf(key);
    if (at < 0) {
      this.add(item);
      return true;
    }
    const old = this.members[at];
    if (typeof old.update === 'function') old.update(item);
    else this.members[at] = this.adopt(item);
    return false;
  }

  /** Removes the items of a key, those a function accepts, or one item. */
  remove(what, context) {
    let keep;
    if (isText(what)) {
      const key = this.fold(what);
      keep = (item) => String(this.keyOf(item)) !== key;
    } else if (typeof what === 'function') {
      keep = (item) => !what.call(context, item);
    } else if (what instanceof this.Type) {
      keep = (item) => item !== what;
    } else return;
    this.members = this.members.filter((item) => keep(item));
  }

  /** Removes every item. */
  clear() {
    this.members = [];
  }

  /** Adds all items of an array, an object or a text. */
  populate(items) {
    const { Type } = this;
    let source = items;
    if (isText(source)) source = typeof Type.parse === 'function' ? Type.parse(source) : undefined;
    if (!Array.isArray(source) && isA(source, 'PropertyList')) source = source.members.slice();
    if (Array.isArray(source)) {
      for (let at = 0; at < source.length; at++) this.add(source[at]);
    } else if (isObject(source)) {
      if (typeof Type.create !== 'function') this.add(source);
      else for (const key of Object.keys(source)) this.add(Type.create(source[key], key));
    }
  }

  /** Replaces all items. */
  repopulate(items) {
    this.clear();
    this.populate(items);
  }

  /** Takes over the items of another list; `prune` removes the keys it lacks. */
  assimilate(source, prune) {
    const items = isA(source, 'PropertyList') ? source.members : source;
    if (!Array.isArray(items)) return;
    for (const item of items.slice()) this.upsert(item);
    if (!prune) return;
    const kept = new Set(items.filter(isObject).map((item) => this.keyOf(item)));
    this.members = this.members.filter((item) => !item[this._postman_listIndexKey]
      || kept.has(this.keyOf(item)));
  }

  /** All items as an array. */
  all() {
    return this.members.slice();
  }

  /** The last item of a key. */
  one(key) {
    const at = this.lastOf(key);
    return at < 0 ? undefined : this.members[at];
  }

  /** The value of the last item of a key. */
  get(key) {
    return valueOf(this.one(key));
  }

  /** Calls a function with each item. */
  each(visit, context) {
    const call = iteratee(visit, context);
    const items = this.members;
    for (let at = 0; at < items.length; at++) if (call(items[at], at, items) === false) return;
  }

  /** The items that a function accepts. */
  filter(rule, context) {
    const accept = iteratee(rule, context);
    return this.members.filter((item, at, all) => accept(item, at, all));
  }

  /** The first item that a function accepts. */
  find(rule, context) {
    const accept = iteratee(rule, context);
    return this.members.find((item, at, all) => accept(item, at, all));
  }

  /** The results of a function for each item. */
  map(make, context) {
    const call = iteratee(make, context);
    return this.members.map((item, at, all) => call(item, at, all));
  }

  /** Folds the items into one value. */
  reduce(step, first, context) {
    const call = context === undefined ? step : step.bind(context);
    return this.members.reduce((sum, item, at, all) => call(sum, item, at, all), first);
  }

  /** How many items there are. */
  count() {
    return this.members.length;
  }

  /** The item at a position. */
  idx(index) {
    return this.members[index];
  }

  /** The position of an item or of a key, or -1. */
  indexOf(item) {
    if (isText(item)) return this.members.indexOf(this.one(item));
    return this.members.indexOf(item);
  }

  /** Whether there is an item of a key, and with that value if one is given. */
  has(item, value) {
    if (isObject(item)) return this.members.indexOf(item) >= 0;
    if (item === undefined || item === null || this.lastOf(item) < 0) return false;
    if (arguments.length === 1) return true;
    const key = this.fold(String(item));
    const same = (other) => String(this.keyOf(other)) === key;
    const found = this._postman_listAllowsMultipleValues ? this.members.filter(same)
      : [this.one(item)];
    return found.some((other) => valueOf(other) === value);
  }

  /** Calls a function with each object around the list and the list itself. */
  eachParent(visit, context) {
    const call = iteratee(visit, context);
    for (let at = this.parent(), child = this, depth = 0; at && depth < 256; depth++) {
      call(at, child);
      child = at;
      at = at.parent && at.parent();
    }
  }

  /** An object of keys and values. */
  toObject(excludeDisabled, caseSensitive, multiValue, sanitizeKeys) {
    const out = {};
    const index = this._postman_listIndexKey;
    const lower = !caseSensitive && this._postman_listIndexCaseInsensitive;
    const several = multiValue || this._postman_listAllowsMultipleValues;
    for (const item of this.members) {
      if (!isObject(item) || !has(item, index) || (excludeDisabled && item.disabled)) continue;
      let key = item[index];
      if (sanitizeKeys && !key) continue;
      key = lower ? String(key).toLowerCase() : key;
      const value = valueOf(item);
      if (!several || !has(out, key)) out[key] = value;
      else if (Array.isArray(out[key])) out[key].push(value);
      else out[key] = [out[key], value];
    }
    return out;
  }

  /** The text of the items, in the form of their type. */
  toString() {
    const { Type } = this;
    if (typeof Type.unparse === 'function') return Type.unparse(this.members);
    return this.constructor.name === 'Object' ? '' : Object.prototype.toString.call(this);
  }

  /** The items as plain data. */
  toJSON() {
    return this.members.map(plain);
  }
}

named(PostmanPropertyList, 'PropertyList', {
  /** Whether a value is a list of the SDK. */
  isPropertyList: (value) => isA(value, 'PropertyList'),
});
PostmanPropertyList.prototype._postman_propertyIsList = true;

exports.PropertyList = PostmanPropertyList;
