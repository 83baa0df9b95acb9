import { BatchPage } from './batchPage';

const root = document.getElementById('page');
if (root) new BatchPage(root).start();
