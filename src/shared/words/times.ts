/** How times are told. Single exports, since every page holds them and needs only some. */
export const unknownTime = 'unknown';
export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const justNow = 'just now';
export const yesterday = 'yesterday';
export const minutesAgo = (minutes: number) => `${minutes} min ago`;
export const hoursAgo = (hours: number) => `${hours} h ago`;
export const daysAgo = (days: number) => `${days} days ago`;

/** The same for a narrow place. */
export const now = 'now';
export const shortMinutes = (minutes: number) => `${minutes}m`;
export const shortHours = (hours: number) => `${hours}h`;
export const shortDays = (days: number) => `${days}d`;
