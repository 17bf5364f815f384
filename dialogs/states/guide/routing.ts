import { wouldEmptyOthers } from '../../guides.ts';
import { conversationSetup } from '../../model.ts';
import { sayingAll } from '../../saying.ts';
import { before } from './says.ts';

/** Passed through without a stop: `nextGuideStep` says what comes next. */
export const routing = conversationSetup.createStateConfig({
  always: [
    {
      guard: ({ context: { guide } }) => guide !== null && wouldEmptyOthers(guide),
      target: '#deciding',
      actions: [
        { type: 'noteUse', params: { protocol: 'POP' } },
        { type: 'say', params: { key: 'guide.devices.several' } },
      ],
    },
    { guard: { type: 'guideGoesOnAt', params: { step: 'protocol' } }, target: 'protocol' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'program' } }, target: 'program' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'symptom' } }, target: 'symptom' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'elsewhere' } }, target: 'elsewhere' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'devices' } }, target: 'devices' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'cannot' } }, target: 'cannot' },
    {
      guard: { type: 'guideGoesOnAt', params: { step: 'stepping' } },
      target: 'stepping',
      actions: sayingAll(before),
    },
    { guard: { type: 'guideGoesOnAt', params: { step: 'steps' } }, target: 'steps' },
    { guard: { type: 'guideGoesOnAt', params: { step: 'found' } }, target: 'found' },
    { target: 'check' },
  ],
});
