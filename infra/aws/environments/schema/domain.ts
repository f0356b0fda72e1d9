import * as z from 'zod';

const hostName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const hostNameSchema = z
  .string()
  .regex(hostName, 'must be a host name in lower case, such as kore.example.com');

/** A host name of one's own, in a Route 53 hosted zone. */
export const domainSchema = z
  .strictObject({
    name: hostNameSchema,
    /** The zone that gets the records. */
    hostedZoneId: z
      .string()
      .regex(/^Z[A-Z0-9]{1,31}$/, 'must be the id of a hosted zone, such as Z0123456789ABC'),
    zoneName: hostNameSchema,
    /** A certificate of the environment's region. Left out, one is made and proven by a record in the zone. */
    certificateArn: z
      .string()
      .regex(
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
        'must be the ARN of a certificate in AWS Certificate Manager',
      )
      .optional(),
  })
  .refine(({ name, zoneName }) => name === zoneName || name.endsWith(`.${zoneName}`), {
    path: ['name'],
    message: 'must be domain.zoneName or end with it: the records go into that zone',
  });
