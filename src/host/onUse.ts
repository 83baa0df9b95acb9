/**
 * What nobody needs before the view or a command is used. The build makes a file of its own of it, read at the first
 * `import('./onUse')`; one file and not several, because each more costs the start another read.
 */
export { batchHandlers } from './batchHandlers';
export { batchSnapshot } from './batchSnapshot';
export { Follower } from '../core/follower';
export { comparing } from './compareHandlers';
export { commandTable } from './commands';
export { registerLogOutline } from './logOutline';
export { ItemMedia } from './itemMedia';
export { openAccess } from './openAccess';
export { openNetwork } from './networkSettings';
export { saveLog } from './saveLog';
