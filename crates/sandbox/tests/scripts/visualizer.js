pm.visualizer.set('<b>{{x}}</b>', { x: 1 });
//// test
pm.visualizer.set('a', { x: 1 }, { noEscape: true });
pm.visualizer.clear();
//// test
for (const wrong of [[5], [], ['t', 'data'], ['t', null], ['t', {}, 'options'], ['t', [1]], ['t', {}, null]]) {
    try { pm.visualizer.set(...wrong); console.log('fine'); } catch (error) { console.log(error.name, error.message); }
}
