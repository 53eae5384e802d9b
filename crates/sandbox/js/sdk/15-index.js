// How lists find their items by key.

const { has, isText } = exports.internal;

/** A list as far as look-ups go; `members` are the items, `Type` says what their key is. */
class Indexed extends exports.PropertyBase {
  /** The name of the member by which items are looked up. */
  get _postman_listIndexKey() {
    return this.Type._postman_propertyIndexKey || 'id';
  }

  /** Whether look-ups ignore case. */
  get _postman_listIndexCaseInsensitive() {
    return Boolean(this.Type._postman_propertyIndexCaseInsensitive);
  }

  /** Whether several items of one key count together. */
  get _postman_listAllowsMultipleValues() {
    return Boolean(this.Type._postman_propertyAllowsMultipleValues);
  }

  /** The items by key; a key with several items has a list of them. */
  get reference() {
    const out = {};
    for (const item of this.members) {
      const key = this.keyOf(item);
      if (!this._postman_listAllowsMultipleValues || !has(out, key)) out[key] = item;
      else if (Array.isArray(out[key])) out[key].push(item);
      else out[key] = [out[key], item];
    }
    return out;
  }

  /** The key of an item in the form used for look-ups. */
  keyOf(item) {
    return this.fold(item[this._postman_listIndexKey]);
  }

  /** A key in the form used for look-ups. */
  fold(key) {
    return this._postman_listIndexCaseInsensitive && isText(key) ? key.toLowerCase() : key;
  }

  /** The position of the last item of a key, or -1. */
  lastOf(key) {
    // An item without a key cannot be found by it.
    if (key === '' || key === undefined || key === null) return -1;
    const { members } = this;
    const index = this._postman_listIndexKey;
    const loose = this._postman_listIndexCaseInsensitive && isText(key);
    const wanted = loose ? key.toLowerCase() : String(key);
    for (let at = members.length - 1; at >= 0; at--) {
      const own = members[at][index];
      if (own === undefined) continue;
      const text = String(own);
      if (text === wanted || (loose && text.toLowerCase() === wanted)) return at;
    }
    return -1;
  }
}

exports.internal.Indexed = Indexed;
