// chai, with assertions that know their words.
const chai = require('chai');
const { strict } = require('./proxify.cjs');

Object.setPrototypeOf(chai.Assertion.prototype, strict);
module.exports = chai;
