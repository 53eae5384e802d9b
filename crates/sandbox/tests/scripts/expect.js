const failing = {
    equal: () => pm.expect(1).to.equal(2),
    eql: () => pm.expect({ a: 1 }).to.eql({ a: 2 }),
    message: () => pm.expect(1, 'custom message').to.equal(2),
    include: () => pm.expect('abc').to.include('z'),
    typo: () => pm.expect(1).to.equl(1),
    chain: () => pm.expect([1, 2]).to.be.an('array').that.includes(3),
    not: () => pm.expect(1).to.not.equal(1),
    length: () => pm.expect([1]).to.have.lengthOf(2),
    property: () => pm.expect({ a: { b: 1 } }).to.have.nested.property('a.c'),
    below: () => pm.expect(5).to.be.below(3),
    within: () => pm.expect(5).to.be.within(1, 3),
    throws: () => pm.expect(() => {}).to.throw(TypeError),
    match: () => pm.expect('abc').to.match(/z/),
    keys: () => pm.expect({ a: 1 }).to.have.all.keys('a', 'b'),
    members: () => pm.expect([1, 2]).to.have.members([1, 3]),
    oneOf: () => pm.expect(4).to.be.oneOf([1, 2]),
    long: () => pm.expect({ aaaaaaaaaaaaaaa: 'bbbbbbbbbbbbbbbb', cccccccccc: 'dddddddddddd' }).to.eql({}),
    exist: () => pm.expect(null).to.exist,
    empty: () => pm.expect([1]).to.be.empty,
    fn: () => pm.expect(() => 1).to.equal(1),
    date: () => pm.expect(new Date(0)).to.equal(5),
    fail: () => pm.expect.fail('no'),
    closeTo: () => pm.expect(1).to.be.closeTo(2, 0.5),
    satisfy: () => pm.expect(1).to.satisfy((n) => n > 1),
};
for (const name of Object.keys(failing)) {
    try { failing[name](); console.log(name, 'fine'); } catch (error) { console.log(name, '|', error.name, '|', error.message); }
}
pm.test('passes', () => {
    pm.expect({ a: 1, b: [1, 2] }).to.deep.include({ a: 1 });
    pm.expect('abc').to.be.a('string').and.to.have.lengthOf(3);
    pm.expect([1, 2, 3]).to.include.members([1, 2]);
    pm.expect(() => { undefined.x; }).to.throw(TypeError, "Cannot read properties of undefined (reading 'x')");
    pm.expect(new Map([[1, 2]])).to.have.key(1);
});
console.log(require('chai').version);
