export const addressOfOurs = '127.0.0.1';

/** By which this machine rings itself: all that comes by it is a trial. */
export const ownTrunk = {
  id: 'trial',
  name: 'Essai',
  addresses: ['127.0.0.0/8', '::1'],
  calls_max: 100,
  trial: true,
};
