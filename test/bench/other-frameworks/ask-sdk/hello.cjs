/** Hello world by the whole ask-sdk, which brings persistence on DynamoDB and with it the AWS SDK. */
const { SkillBuilders } = require('ask-sdk');

const skill = SkillBuilders.standard()
  .addRequestHandlers({
    canHandle: () => true,
    handle: ({ responseBuilder }) => responseBuilder.speak('Hello.').getResponse(),
  })
  .create();

exports.handler = event => skill.invoke(event);
