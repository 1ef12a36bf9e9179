/** Hello world by Jovo. Its entry for Lambda was not kept up with the framework, so that the event is handed over here. */
const { App, BaseComponent, Component, Global, Server } = require('@jovotech/framework');
const { AlexaPlatform } = require('@jovotech/platform-alexa');

class Hello extends BaseComponent {
  UNHANDLED() {
    return this.$send({ message: 'Hello.', listen: false });
  }
}
Global()(Hello);
Component()(Hello);

class OneEvent extends Server {
  constructor(event, respond) {
    super();
    this.event = event;
    this.respond = respond;
  }
  hasWriteFileAccess() {
    return false;
  }
  getRequestObject() {
    return this.event;
  }
  getQueryParams() {
    return {};
  }
  getNativeRequestHeaders() {
    return {};
  }
  setResponseHeaders() {}
  setResponse(response) {
    this.respond(response);
    return Promise.resolve();
  }
  fail(error) {
    throw error;
  }
}

const app = new App({ components: [Hello], plugins: [new AlexaPlatform()], logging: false });
const ready = app.initialize();

exports.handler = event =>
  new Promise((resolve, reject) => {
    ready.then(() => app.handle(new OneEvent(event, resolve))).catch(reject);
  });
