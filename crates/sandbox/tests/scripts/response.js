console.log(pm.response.code, pm.response.status, pm.response.reason(), pm.response.responseTime, pm.response.responseSize);
console.log(pm.response.text(), pm.response.json().b.c[2].d, pm.response.headers.get('x-a'), pm.response.headers.has('X-A'));
console.log(pm.response.size().body, pm.response.dataURI().slice(0, 30), pm.response.stream.length, Buffer.isBuffer(pm.response.stream));
pm.response.to.have.status('OK');
pm.response.to.be.ok;
pm.response.to.be.json;
pm.response.to.have.header('X-A', '1');
pm.response.to.have.jsonBody('b.c[0]', 1);
pm.response.to.have.jsonSchema({ type: 'object', required: ['a'] });
for (const wrong of [
    () => pm.response.to.have.status(404),
    () => pm.response.to.have.header('X-Nope'),
    () => pm.response.to.be.notFound,
    () => pm.response.to.have.jsonSchema({ type: 'object', required: ['zz'] }),
    () => pm.response.to.have.jsonBody('nested.zz'),
    () => pm.expect(pm.response).to.be.clientError,
    () => pm.expect(pm.response.json()).to.have.property('zz'),
    () => pm.response.to.have.body('x'),
    () => pm.response.to.not.have.status(200),
    () => pm.response.to.be.nothing,
]) {
    try { wrong(); console.log('fine'); } catch (error) { console.log(error.name, error.message); }
}
