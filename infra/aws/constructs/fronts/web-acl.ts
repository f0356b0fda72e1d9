import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { ProtectedExposure } from './front.ts';
import { answerOf, customResponseBodies } from './web-acl-answers.ts';
import { allowedNetworks } from './web-acl-networks.ts';
import { badInputs, bodiesOutside, commonRules, requestRate, visible } from './web-acl-rules.ts';

export interface WebAclProps {
  readonly stage: Stage;
  /** How the paths of the control API may begin; its bodies are not looked into. */
  readonly controlPaths: readonly string[];
  readonly exposure: ProtectedExposure;
}

/** What AWS WAF lets through to a stage. Rules that block come first; where networks are listed, only they pass. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, { stage, exposure, controlPaths }: WebAclProps) {
    super(scope, id);
    const networks = exposure.allowedNetworks && allowedNetworks(this, exposure.allowedNetworks);
    const rules = [
      requestRate(exposure.requestsPer5Minutes),
      commonRules(),
      bodiesOutside(controlPaths),
      badInputs(),
      ...(networks ? [networks] : []),
    ];
    const acl = new CfnWebACL(this, 'Acl', {
      description: 'Who may call the Kore Sessions Emulator, and what.',
      scope: 'REGIONAL',
      defaultAction: networks ? { block: { customResponse: answerOf('networkNotAllowed') } } : { allow: {} },
      rules: rules.map((rule, priority) => ({ ...rule, priority })),
      customResponseBodies,
      visibilityConfig: visible('all'),
      // Tokens and the control key stay out of the requests that WAF keeps as samples.
      dataProtectionConfig: {
        dataProtections: [
          {
            field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['auth', 'authorization'] },
            action: 'SUBSTITUTION',
          },
        ],
      },
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
  }
}
