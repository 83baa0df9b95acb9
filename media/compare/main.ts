import { ComparePage } from './comparePage';

const root = document.getElementById('page');
if (root !== null) new ComparePage(root).start();
