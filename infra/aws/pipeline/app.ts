import { createPipelineApp } from './create-pipeline-app.ts';

createPipelineApp().synth();
