import type { Field } from './form.ts';

interface ChoicesProps<Value extends string> {
  readonly field: Field;
  readonly legend: string;
  readonly chosen: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly choose: (value: Value) => void;
}

/** A row of choices: its digit, an arrow or a click chooses. */
export function Choices<Value extends string>({
  field,
  legend,
  chosen,
  options,
  choose,
}: ChoicesProps<Value>) {
  return (
    <fieldset id={`field-${field}`} className="choices">
      <legend>{legend}</legend>
      <div className="choices-row">
        {options.map(({ value, label }, index) => (
          <label key={value} className="choice" data-chosen={chosen === value}>
            <input
              type="radio"
              name={field}
              data-field={field}
              checked={chosen === value}
              onChange={() => choose(value)}
            />
            <kbd>{index + 1}</kbd> {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
