/**
 * Stands in for `ask-sdk-model` in the bundles (serverless.yml). What that package has at run time are clients of Alexa's
 * services, for reminders, lists and the like. ask-sdk-core makes one where a skill was given an `apiClient`; ours has
 * none, asks Alexa for nothing, and so need not carry them: everything else of the package is types.
 */
export const services = {};
