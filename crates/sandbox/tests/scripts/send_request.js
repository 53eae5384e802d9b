console.log(pm.sendRequest('http://example.com/a?b=c', (error, response, extra) => {
    console.log('callback', error, response.code, response.status, response.json(), response.responseTime);
    console.log(response.headers.get('content-type'), Object.keys(extra), extra.cookies.get('sc'));
    pm.test('inside', () => { pm.expect(response).to.have.status(201); pm.expect(pm.response.code).to.equal(200); });
}) === pm);
pm.sendRequest({
    url: 'http://example.com/b', method: 'PUT',
    header: { 'X-A': '1', 'X-B': '2' },
    body: { mode: 'raw', raw: '{"a":1}' },
}, () => {});
pm.sendRequest({ url: 'http://example.com/c', method: 'POST', header: ['X-C: 3'], body: 'text' }, () => {});
pm.sendRequest({ url: 'http://example.com/d', header: [{ key: 'X-D', value: '4' }], auth: { type: 'basic', basic: [{ key: 'username', value: 'u' }] } }, () => {});
pm.sendRequest({ url: 'http://example.com/e', method: 'POST', body: { mode: 'urlencoded', urlencoded: [{ key: 'k', value: 'v' }] } }, () => {});
pm.sendRequest(undefined, (error) => console.log('nothing:', error.message));
pm.sendRequest('http://refused', (error, response) => console.log('refused:', error.message, error.code, response));
pm.sendRequest('http://{{cv}}/not-substituted', () => { throw new Error('in a callback'); });
console.log('sync part is over');
//// test
const response = await pm.sendRequest('http://example.com/promise');
console.log(response.code, response.text());
await pm.sendRequest('http://refused').catch((error) => console.log('rejected', error.name, error.message, error.code));
await pm.sendRequest().catch((error) => console.log('rejected', error.message));
//// test
pm.sendRequest({ url: 'http://x', method: 'POST', body: { mode: 'file', file: { src: '/etc/passwd' } } }, () => {});
pm.sendRequest({ url: 'http://x', method: 'POST', body: { mode: 'formdata', formdata: [{ key: 'a', type: 'file', src: '/etc/passwd' }, { key: 'b', value: 'c', type: 'text' }] } }, () => {});
//// test
pm.sendRequest('http://first', () => {
    pm.sendRequest('http://second', () => {
        setTimeout(() => console.log('third'), 5);
    });
});
