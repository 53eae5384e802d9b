//// prerequest
console.log(pm.info.eventName, pm.info.iteration, pm.info.requestName);
//// test
console.log(pm.info.eventName, pm.info.iteration, pm.info.requestName, typeof pm.info.requestId);
console.log(pm.info, JSON.stringify(pm.info), Object.keys(pm.info));
pm.info.iteration = 5;
console.log(pm.info.iteration);
