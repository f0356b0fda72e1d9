import { ChildProcess } from 'node:child_process';
import { Server, Socket } from 'node:net';

/** For the project `unit`: whoever starts a server, a connection or a process belongs to another; see test/projects.ts. */
function refuse(): never {
  throw new Error(
    'A unit test starts no server, connection or process: test/projects.ts says where such tests go.',
  );
}

Server.prototype.listen = refuse;
Socket.prototype.connect = refuse;
Object.assign(ChildProcess.prototype, { spawn: refuse });
