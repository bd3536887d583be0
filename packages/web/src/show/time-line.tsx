import { readingOf } from '@pledgeline/contract';
import { serverNow } from '../app/server-clock.ts';
import { useSentences } from '../language/use-sentences.tsx';
import { axisOf, placeOn, type Axis, type Day } from './days.ts';

interface TimeLineProps {
  readonly day: Day;
  readonly date: string;
  readonly zone: string;
}

/** The evening at a glance; all that it shows stands in words below it. */
export function TimeLine({ day, date, zone }: TimeLineProps) {
  const { show: words } = useSentences();
  const axis = axisOf(day);
  if (axis === null) return null;
  const now = serverNow();
  return (
    <figure className="time-line" aria-label={words.timeline(date)}>
      <svg viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
        <line className="time-base" x1="0" x2="100" y1="22" y2="22" />
        {day.spans.map(({ from, until }) => (
          <rect
            key={from}
            className="time-open"
            x={placeOn(axis, from)}
            y="16"
            width={placeOn(axis, until) - placeOn(axis, from)}
            height="12"
          />
        ))}
        {day.moments.map(({ id, at }) => (
          <line key={id} className="time-air" x1={placeOn(axis, at)} x2={placeOn(axis, at)} y1="2" y2="28" />
        ))}
        {axis.from <= now && now < axis.until ? (
          <line className="time-now" x1={placeOn(axis, now)} x2={placeOn(axis, now)} y1="0" y2="30" />
        ) : null}
      </svg>
      <Hours axis={axis} zone={zone} />
    </figure>
  );
}

/** In text of its own, which the stretched drawing would distort. */
const Hours = ({ axis, zone }: { readonly axis: Axis; readonly zone: string }) => (
  <svg className="time-hours" aria-hidden="true">
    {axis.hours.map((hour, index) => (
      <text
        key={hour}
        x={`${placeOn(axis, hour)}%`}
        y="13"
        textAnchor={index === 0 ? 'start' : placeOn(axis, hour) > 99 ? 'end' : 'middle'}
      >
        {readingOf(hour, zone).time}
      </text>
    ))}
  </svg>
);
