console.log(pm.request.method, pm.request.url.toString(), pm.request.url.getHost(), pm.request.url.getPath(), pm.request.url.getQueryString());
console.log(pm.request.headers.get('x-req'), pm.request.body.mode, pm.request.body.raw, pm.request.headers.toObject());
console.log(pm.request.url.query.get('q'), pm.request.url.protocol, pm.request.url.host, pm.request.url.port, pm.request.url.path);
//// prerequest
pm.request.method = 'PUT';
pm.request.headers.add({ key: 'X-New', value: 'n' });
pm.request.addHeader({ key: 'X-Two', value: '2' });
pm.request.removeHeader('X-Req');
pm.request.url.addQueryParams('a=b');
pm.request.body.raw = 'changed';
//// prerequest
pm.request.url = 'https://other.example/x?y={{z}}';
pm.request.headers = [{ key: 'A', value: 'B' }];
pm.request.body = { mode: 'urlencoded', urlencoded: [{ key: 'k', value: 'v' }] };
//// prerequest
console.log(pm.request.method);
//// prerequest
pm.request.upsertHeader({ key: 'X-Req', value: 'upserted' });
pm.request.authorizeUsing('basic', [{ key: 'username', value: 'u' }]);
//// prerequest
console.log(typeof pm.response);
