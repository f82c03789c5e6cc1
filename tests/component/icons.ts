/** Which drawings are shown: an icon is a mask, and only its style tells which. */
import checkmarkCircle from '@fluentui/svg-icons/icons/checkmark_circle_16_filled.svg?url';
import circle from '@fluentui/svg-icons/icons/circle_16_regular.svg?url';
import record from '@fluentui/svg-icons/icons/circle_16_filled.svg?url';
import circleOff from '@fluentui/svg-icons/icons/circle_off_16_regular.svg?url';
import next from '@fluentui/svg-icons/icons/next_16_regular.svg?url';
import clock from '@fluentui/svg-icons/icons/clock_16_regular.svg?url';
import dismissCircle from '@fluentui/svg-icons/icons/dismiss_circle_16_filled.svg?url';
import info from '@fluentui/svg-icons/icons/info_16_regular.svg?url';
import questionCircle from '@fluentui/svg-icons/icons/question_circle_16_regular.svg?url';
import sync from '@fluentui/svg-icons/icons/arrow_sync_16_regular.svg?url';
import undo from '@fluentui/svg-icons/icons/arrow_undo_16_regular.svg?url';
import warning from '@fluentui/svg-icons/icons/warning_16_filled.svg?url';
import { all } from './dom.ts';

const drawings = Object.entries({
  checkmarkCircle,
  circle,
  circleOff,
  next,
  record,
  clock,
  dismissCircle,
  info,
  questionCircle,
  sync,
  undo,
  warning,
});

/** The names of the icons within an element. Each must be silent: what it says stands beside it in words. */
export const iconsOf = (within: ParentNode): readonly string[] =>
  all('.icon', within).map((icon) => {
    if (icon.getAttribute('aria-hidden') !== 'true') return 'an icon that is read out';
    const shown = icon.style.getPropertyValue('--icon');
    return drawings.find(([, drawing]) => shown === `url("${drawing}")`)?.[0] ?? 'another icon';
  });
