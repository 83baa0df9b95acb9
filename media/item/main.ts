import { ItemPage } from './itemPage';

const root = document.getElementById('page');
if (root !== null) new ItemPage(root).start();
