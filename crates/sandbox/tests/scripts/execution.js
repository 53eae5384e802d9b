//// prerequest
console.log(Object.keys(pm.execution), pm.execution.location, pm.execution.location.current, typeof pm.execution.skipRequest);
pm.execution.setNextRequest('A');
pm.execution.setNextRequest('B');
//// test
console.log(Object.keys(pm.execution), typeof pm.execution.skipRequest);
pm.execution.setNextRequest(null);
//// test
pm.execution.setNextRequest('x');
pm.execution.setNextRequest(undefined);
//// test
postman.setNextRequest('from the old object');
//// test
pm.execution.setNextRequest(5);
//// prerequest
pm.execution.setNextRequest('still counts');
console.log('swallowed');
pm.test('swallowed', () => {});
pm.execution.skipRequest();
console.log('unreachable');
//// test
pm.execution.skipRequest();
//// prerequest
pm.test('inside', () => { pm.execution.skipRequest(); });
console.log('unreachable');
//// prerequest
try { pm.execution.skipRequest(); } catch (e) { pm.environment.set('caught', true); }
//// prerequest
setTimeout(() => { pm.execution.skipRequest(); console.log('unreachable'); }, 1);
//// prerequest
await null;
pm.execution.skipRequest();
//// test
console.log(pm.environment.get('caught'));
const response = await pm.execution.runRequest('id-1', { variables: { a: 1 } });
console.log(response.code, await pm.execution.runRequest('skips'));
