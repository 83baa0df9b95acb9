import { itemPage, keepsTheKeyToItself, until, useSession } from './session';

describe('The page of a batch that runs', () => {
  // The server's clock stands still until the page is there, however long that takes.
  const stoppedAt = Date.now();
  let startedAt: number | undefined;
  const now = () => (startedAt === undefined ? stoppedAt : stoppedAt + Date.now() - startedAt);
  const session = useSession({
    // Without the prefix by which any key would be known.
    runflow: { variants: { batchList: true }, speed: 15, now, key: 'seNtinel-of0a1kind2that3nobody4knows' },
    workbench: () => ({ settings: { 'runflow.refreshInterval': 2 } }),
  });

  it('goes on by itself', async () => {
    const { workbench } = session();
    await workbench.openContainer('Runflow');
    await workbench.treeRow('background-replace').waitFor();
    await workbench.clickInline('background-replace', 'Open Batch…');
    const progress = itemPage(workbench, '.progress');
    await progress.waitFor();
    const done = async () => Number(await progress.getAttribute('aria-valuenow'));
    const before = await done();
    await itemPage(workbench, '.number').filter({ hasText: 'Ends about' }).waitFor();
    startedAt = Date.now();
    await until('another item is finished', async () => (await done()) > before);
  });

  keepsTheKeyToItself(session);
});
