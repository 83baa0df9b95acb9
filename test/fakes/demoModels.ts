/** The models of the demo and the flows behind them, whose nodes lend node runs their names. */
import { aFlow, aModel, stamp, uuid } from './builders';
import type { Raw } from './dataset';

export interface Step {
  readonly nodeId: string;
  readonly slug: string;
  readonly label: string;
  /** Its part of the run time, all together 1. */
  readonly share: number;
}

export interface DemoModel {
  readonly name: string;
  readonly raw: Raw;
  readonly flow: Raw;
  readonly flowId: string;
  readonly modelId: string;
  readonly steps: readonly Step[];
  readonly cents: number;
}

type StepSketch = readonly [slug: string, label: string, share: number];

export const smartResize = demoModel('smart-resize', 55, 'Extends a picture to another aspect ratio.', [
  ['preprocess', 'Load and check the picture', 0.1],
  ['segment', 'Find the subject', 0.15],
  ['outpaint', 'Extend the canvas', 0.6],
  ['postprocess', 'Review and encode', 0.15],
]);

export const backgroundReplace = demoModel('background-replace', 35, 'Puts a product before a new background.', [
  ['preprocess', 'Load and check the picture', 0.08],
  ['cutout', 'Cut out the product', 0.2],
  ['background', 'Paint the background', 0.47],
  ['relight', 'Match light and shadow', 0.15],
  ['postprocess', 'Encode', 0.1],
]);

export const tagRemoval = demoModel('tag-removal', 20, 'Removes price tags and labels.', [
  ['preprocess', 'Load and check the picture', 0.1],
  ['detect', 'Find tags', 0.3],
  ['inpaint', 'Paint over tags', 0.6],
]);

export const productIsolation = demoModel('product-isolation', 25, 'Isolates a product on plain ground.', [
  ['preprocess', 'Load and check the picture', 0.15],
  ['isolate', 'Isolate the product', 0.7],
  ['postprocess', 'Encode', 0.15],
]);

export const seedance = demoModel('seedance', 180, 'Makes a short film of a picture.', [
  ['dispatch', 'Send to the provider', 0.05],
  ['render', 'Render frames', 0.8],
  ['encode', 'Encode', 0.15],
]);

export const demoModels = [smartResize, backgroundReplace, tagRemoval, productIsolation, seedance];

function demoModel(name: string, cents: number, description: string, sketches: readonly StepSketch[]): DemoModel {
  const [modelId, flowId] = [uuid(`model ${name}`, -5e9), uuid(`flow ${name}`, -5e9)];
  const steps = sketches.map(([slug, label, share]) => ({ nodeId: uuid(`node ${name} ${slug}`), slug, label, share }));
  const nodes = steps.map(({ nodeId, slug, label }) => ({ id: nodeId, slug, label, type_code: 'model' }));
  const flow = aFlow({ id: flowId, name, slug: name, nodes });
  return { name, modelId, flowId, steps, cents, flow, raw: modelWithTables(name, modelId, description, cents) };
}

const made = stamp(Date.UTC(2026, 1, 3, 10));

function modelWithTables(name: string, id: string, description: string, cents: number): Raw {
  const row = (kind: string, index: number): Raw => ({
    id: uuid(`${name} ${kind} ${index}`),
    model_id: id,
    sort_order: index,
    created_at: made,
    updated_at: made,
  });
  const check = (code: string | null = null, attrs: Raw = {}): Raw => ({
    validator_code: code,
    validator_attrs: attrs,
  });
  const input = (index: number, key: string, type: string, text: string, required: boolean, usual: unknown): Raw => ({
    ...row('input', index),
    name: key,
    display_name: key.replaceAll('_', ' '),
    description: text,
    variable_type_code: type,
    default_behavior_code: usual === null ? 'none' : 'value',
    ...check(),
    is_required: required,
    default_value: usual,
    is_featured: index === 0,
  });
  return aModel({
    id,
    name,
    slug: name,
    description,
    notable_features: ['keeps the product untouched', 'up to 4K'],
    pricing_note: 'Failed runs are free.',
    inputs: [
      { ...input(0, 'image_url', 'image', 'The picture to work on.', true, null), ...check('url') },
      {
        ...input(1, 'prompt', 'string', 'What it should look like.', false, null),
        ...check('max_length', { max_length: 2000 }),
      },
      {
        ...input(2, 'aspect_ratio', 'enum', 'Shape of the output.', false, { value: '1:1' }),
        ...check('one_of', { values: ['1:1', '4:5', '16:9'] }),
      },
      {
        ...input(3, 'resolution', 'enum', 'Longer side: 1K, 2K or 4K.', false, { value: '2K' }),
        ...check('one_of', { values: ['1K', '2K', '4K'] }),
      },
    ],
    outputs: [
      {
        ...row('output', 0),
        name: 'outputs',
        display_name: 'Outputs',
        description: 'The finished pictures.',
        variable_type_code: 'image',
        validator_code: null,
        validator_attrs: {},
      },
    ],
    faq_entries: [{ ...row('faq', 0), question: 'Is the product changed?', answer: 'No, only what is around it.' }],
    pricing: [
      {
        ...row('pricing', 0),
        pricing_model_code: 'per_request',
        rule_effect_code: 'base',
        model_input_id: null,
        match_value: null,
        dimension_code: null,
        min_value: null,
        max_value: null,
        price: (cents / 100).toFixed(2),
        currency_code: 'USD',
        unit_code: 'request',
        multiplier_label: null,
        description: 'Each finished run',
        disabled_at: null,
        measurement_source: null,
      },
    ],
  });
}
