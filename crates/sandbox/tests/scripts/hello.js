console.log('hello', 1, { a: [1, 2], b: 'x' });
pm.test('passes', () => {});
pm.test('fails', () => { pm.expect(1).to.equal(2); });
pm.test('status', () => { pm.response.to.have.status(200); pm.expect(pm.response.json().a).to.eql(1); });
