import { conversationSetup } from '../model.ts';

/** Passed through without a stop: `nextStep` says where the talk goes on. */
export const deciding = conversationSetup.createStateConfig({
  id: 'deciding',
  always: [
    { guard: { type: 'goesOnAt', params: { step: 'greeting' } }, target: 'greeting' },
    {
      guard: { type: 'goesOnAt', params: { step: 'asking.multipleDevices' } },
      target: 'asking.multipleDevices',
    },
    {
      guard: { type: 'goesOnAt', params: { step: 'asking.limitedStorage' } },
      target: 'asking.limitedStorage',
    },
    { guard: { type: 'goesOnAt', params: { step: 'asking.localOnly' } }, target: 'asking.localOnly' },
    { guard: { type: 'goesOnAt', params: { step: 'asking.sharedMailbox' } }, target: 'asking.sharedMailbox' },
    {
      guard: { type: 'goesOnAt', params: { step: 'asking.poorConnection' } },
      target: 'asking.poorConnection',
    },
    {
      guard: { type: 'goesOnAt', params: { step: 'asking.offlineFolders' } },
      target: 'asking.offlineFolders',
    },
    { guard: { type: 'goesOnAt', params: { step: 'weighing' } }, target: 'weighing' },
    { target: 'advice' },
  ],
});
