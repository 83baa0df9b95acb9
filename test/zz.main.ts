import { takeHome } from './bench/takeHome';
takeHome().then((f) => console.log(JSON.stringify(f, null, 1)), console.error);
